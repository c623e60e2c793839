using Corewright.Loader;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Commands;

/// <summary>Explains the command line.</summary>
internal static class Help
{
    /// <summary>Prints the whole help.</summary>
    public static void Run(Utf8Writer output)
    {
        output.Text("""
            Loads any BPF object and shows what its programs do.

            usage: bpfrun run OBJECT [option]... [-- COMMAND [ARGUMENT]...]
                       load, attach, run COMMAND (else wait for SIGINT or SIGTERM), then print maps
                       and global variables as JSON, and detach
                   bpfrun check OBJECT [--btf FILE] [--json] [--log]
                       load everything and report; attach nothing
                   bpfrun test OBJECT PROGRAM [--data FILE] [--repeat N] [option]...
                       run one program on data of yours (BPF_PROG_TEST_RUN)

              --only PROGRAM           load this program, and others that are named so
              --attach PROGRAM=TARGET  attach to TARGET instead of what the section names
              --pid PID                attach uprobes and perf events for this process only
              --cookie PROGRAM=NUMBER  what the program gets from bpf_get_attach_cookie
              --no-links               attach as was done before there were BPF links
              --set VARIABLE=VALUE     set a global variable before loading
              --samples MAP=TYPE       show what programs wrote into a ring buffer or perf event array,
                                       as a struct of the object's BTF, else as hexadecimal bytes
              --pin DIRECTORY          pin maps, programs and links below a bpf file system: they stay
              --pin-maps DIRECTORY     where maps are that ask to be pinned by name; else /sys/fs/bpf
              --duration SECONDS       stop by itself; a command gets SIGTERM, and after 5 s SIGKILL
              --btf FILE               take the kernel's types from FILE
              --json                   JSON, one line
              --log                    the verifier's whole log, should it refuse a program
              -h, --help               this text

            exit codes:

            """u8);
        for (ExitCode code = ExitCode.Success; code <= ExitCodes.Last; code++)
            Print(output, code);
        Print(output, ExitCode.Internal);
    }

    /// <summary>Says what is wrong with a command line.</summary>
    public static unsafe void Refuse(in CommandLine line, Failure failure)
    {
        Utf8Writer message = failure.Set(ExitCode.Usage);
        if (line.Error == UsageError.MissingArgument)
        {
            message.Text(line.Verb == Verb.None ? "a command is missing"u8
                : line.ObjectPath == null ? "the object is missing"u8 : "the program is missing"u8);
        }
        else
        {
            PlainText.Write(message, ZeroTerminatedText.Read(line.Culprit));
            message.Text(line.Error switch
            {
                UsageError.MissingValue => ": needs a value"u8,
                UsageError.BadNumber => ": not a number from 1 to 5000000"u8,
                UsageError.NotAnAssignment => ": needs a value of the form NAME=VALUE"u8,
                _ => ": no such option or command"u8,
            });
        }
        message.Text("; see bpfrun --help"u8);
    }

    private static void Print(Utf8Writer output, ExitCode code)
    {
        // 1 is what a shell answers for much else, and stays free.
        if (code != (ExitCode)1)
            output.Decimal((ulong)code, 4).Text("  "u8).Text(ExitCodes.Meaning(code)).Byte((byte)'\n');
    }
}
