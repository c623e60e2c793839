using System;
using Corewright.Loader.Output;

namespace Corewright.Loader.Commands;

/// <summary>Explains the command line.</summary>
internal static class Help
{
    /// <summary>Prints the whole help.</summary>
    public static ExitCode Run(ProgramSink sink, Utf8Writer output)
    {
        ReadOnlySpan<byte> name = ChosenProgram.Name;
        output.Text(sink.Title).Text("\n\nusage: "u8).Text(name).Text(" [OPTION]...       attach and report until SIGINT or SIGTERM\n       "u8)
            .Text(name).Text(" check [OPTION]... load everything, attach nothing, and report\n       "u8)
            .Text(name).Text("""
             info [--json]      say what is inside; needs no privileges

              --json              JSON, one line each
              --duration SECONDS  stop by itself
              --log               the verifier's whole log, should it refuse a program
              --btf FILE          take the kernel's types from FILE

            """u8);
        if (sink.FiltersProcesses)
        {
            output.Text("""
                  --pid PID           only this process
                  --uid UID           only processes of this user
                  --comm NAME         only threads of this name
                  --container ID      only this container, by the start of its id or by its name

                """u8);
        }
        output.Text(sink.OptionsHelp).Text("""
              -h, --help          this text

            exit codes:

            """u8);
        for (ExitCode code = ExitCode.Success; code <= ExitCodes.Last; code++)
            Print(output, code);
        Print(output, ExitCode.Internal);
        return ExitCode.Success;
    }

    /// <summary>Says what is wrong with a command line.</summary>
    public static unsafe ExitCode Refuse(in CommandLine line, ProgramSink sink, Failure failure)
    {
        Utf8Writer message = failure.Set(ExitCode.Usage);
        PlainText.Write(message, ZeroTerminatedText.Read(line.Culprit));
        if (line.Value != null && line.Value != line.Culprit)
            PlainText.Write(message.Byte((byte)' '), ZeroTerminatedText.Read(line.Value));
        message.Text(line.Error switch
        {
            UsageError.MissingValue => ": needs a value"u8,
            UsageError.BadDuration => ": not a number of seconds from 1 to 1000000"u8,
            UsageError.BadNumber => ": not a number"u8,
            UsageError.NoProcesses => ": no such filter here, for "u8,
            UsageError.BadValue => ": not a value that makes sense"u8,
            _ => ": no such option or command"u8,
        }).Text(line.Error == UsageError.NoProcesses ? sink.WhyNoFilter : default).Text("; see "u8).Text(ChosenProgram.Name).Text(" --help"u8);
        return failure.Code;
    }

    private static void Print(Utf8Writer output, ExitCode code)
    {
        // 1 is what a shell answers for much else, and stays free.
        if (code != (ExitCode)1)
            output.Decimal((ulong)code, 4).Text("  "u8).Text(ExitCodes.Meaning(code)).Byte((byte)'\n');
    }
}
