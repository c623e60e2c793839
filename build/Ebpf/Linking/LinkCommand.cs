using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// <c>corewright-link</c>: what rustc starts as its BPF linker, with the command line of bpf-linker. It runs in a process of
/// its own, between cargo and LLVM. <see cref="LinkLauncher"/> makes it a command.
/// </summary>
public static class LinkCommand
{
    /// <summary>The environment variable with the toolchain's folder, as <see cref="Store.ToolRoot.Path"/>.</summary>
    public const string ToolchainVariable = "COREWRIGHT_TOOLCHAIN";

    /// <summary>The environment variable that, with 1, keeps what is in between. The build's own links do: their folder is theirs.</summary>
    public const string KeepVariable = "COREWRIGHT_LINK_KEEP";

    /// <summary>Links, and says on standard error why that failed; rustc shows it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code: 0, 1 when the modules can't be linked, 2 when the command line is wrong.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        using var cancel = new CancellationTokenSource();
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            cancel.Cancel();
        });
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            cancel.Cancel();
        });
        return RunAsync(arguments, Environment.GetEnvironmentVariable, Console.Out, Console.Error, cancel.Token).GetAwaiter().GetResult();
    }

    internal static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Func<string, string?> environment, TextWriter output, TextWriter errors,
        CancellationToken cancellationToken)
    {
        try
        {
            if (arguments.Any(argument => argument is "--help" or "-h"))
            {
                LinkerOptions.Print(output);
                return 0;
            }

            if (arguments.Any(argument => argument is "--version" or "-V"))
            {
                await output.WriteLineAsync($"{LinkLauncher.Name} {typeof(LinkCommand).Assembly.GetName().Version?.ToString(3)}");
                return 0;
            }

            LinkerArguments parsed = LinkerArguments.Parse(arguments);
            using var log = new LinkLog(parsed.LogLevel, parsed.LogFile, errors);
            log.Write(LinkLogLevel.Information, string.Join(' ', arguments));
            LlvmTools llvm = LlvmTools.Find(parsed.LlvmFolder, environment(ToolchainVariable), environment("PATH") ?? "", log);
            var pipeline = new LinkPipeline(llvm, parsed, log) { KeepsParts = environment(KeepVariable) == "1" };
            await pipeline.RunAsync(cancellationToken);
            return 0;
        }
        catch (LinkerUsageException e)
        {
            await errors.WriteLineAsync($"{LinkLauncher.Name}: {e.Message}");
            return 2;
        }
        catch (BuildException e)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{LinkLauncher.Name}: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync($"{LinkLauncher.Name}: interrupted");
            return 1;
        }
    }
}
