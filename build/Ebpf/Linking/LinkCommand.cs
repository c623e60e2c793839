using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// <c>corewright link</c>: what rustc starts as its BPF linker, with the command line of bpf-linker. It runs in a process of
/// its own, between cargo and LLVM; what it needs to know beyond the command line comes in environment variables.
/// </summary>
public static class LinkCommand
{
    /// <summary>The environment variable with the toolchain's folder, as <see cref="ToolRoot.Path"/>.</summary>
    public const string ToolchainVariable = "COREWRIGHT_TOOLCHAIN";

    /// <summary>Links, and says on standard error why that failed; rustc shows it.</summary>
    /// <param name="arguments">What follows <c>link</c> on the command line.</param>
    /// <returns>The exit code: 0, 1 when the crate can't be linked, 2 when the command line is wrong.</returns>
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
        return RunAsync(arguments, Environment.GetEnvironmentVariable(ToolchainVariable), Console.Error, cancel.Token)
            .GetAwaiter().GetResult();
    }

    internal static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, string? toolchain, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            LinkerArguments parsed = LinkerArguments.Parse(arguments);
            if (string.IsNullOrEmpty(toolchain))
                throw new BuildException($"{ToolchainVariable} is not set", "corewright link", "let ./build.sh run cargo");
            await LinkPipeline.RunAsync(new ToolRoot(toolchain, Digest: ""), parsed, cancellationToken);
            return 0;
        }
        catch (LinkerUsageException e)
        {
            await errors.WriteLineAsync(e.Message);
            return 2;
        }
        catch (BuildException e)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("corewright link: interrupted");
            return 1;
        }
    }
}
