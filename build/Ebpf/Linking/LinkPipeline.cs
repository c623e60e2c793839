using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>From rustc's bitcode to a finished object: llvm-dis, our rewriting of the IR, opt, llc, the finaliser.</summary>
internal static class LinkPipeline
{
    private const string Bin = "usr/lib/llvm-22/bin/";

    /// <summary>Links. What is in between stays beside the output, in <c>&lt;output&gt;.link/</c>, for whoever wants to look.</summary>
    /// <exception cref="BuildException">LLVM or the finaliser refuses the module. No output is left then.</exception>
    public static async Task RunAsync(ToolRoot toolchain, LinkerArguments arguments, CancellationToken cancellationToken)
    {
        string folder = arguments.Output + ".link";
        Directory.CreateDirectory(folder);
        string ir = Path.Combine(folder, "module.ll"), rewritten = Path.Combine(folder, "rewritten.ll");
        string optimised = Path.Combine(folder, "optimised.bc"), compiled = Path.Combine(folder, "compiled.o");
        File.Delete(arguments.Output);

        await LlvmAsync(toolchain, "llvm-dis", [arguments.Module, "-o", ir], cancellationToken);
        await RewriteAsync(ir, rewritten, cancellationToken);

        // Inlining first: a panic must end the program, not the function that panics. Idiom recognition would turn our loops
        // back into the memset and memcpy that llc can't compile.
        await LlvmAsync(toolchain, "opt", [
            "-disable-loop-idiom-all", "-passes=always-inline,default<O2>,globaldce", rewritten, "-o", optimised,
        ], cancellationToken);

        // A section prefix such as ".text.unlikely." would make a program of its own out of a cold function; a trap after
        // code that can't go on would be a call to a function that nobody has.
        await LlvmAsync(toolchain, "llc", [
            "-O3", "-mcpu=" + arguments.Cpu, "-profile-guided-section-prefix=false", "-bpf-disable-trap-unreachable",
            "-filetype=obj", optimised, "-o", compiled,
        ], cancellationToken);

        byte[] finished = Finaliser.Finalise(await File.ReadAllBytesAsync(compiled, cancellationToken), compiled);
        string temporary = Path.Combine(folder, "finished.o");
        await File.WriteAllBytesAsync(temporary, finished, cancellationToken);
        File.Move(temporary, arguments.Output, overwrite: true);
    }

    private static async Task RewriteAsync(string from, string to, CancellationToken cancellationToken)
    {
        string[] lines = await File.ReadAllLinesAsync(from, cancellationToken);
        await File.WriteAllLinesAsync(to, MemoryIntrinsics.Rewrite(NoReturnFunctions.Rewrite(UnusedSupportMaps.Rewrite(lines))), cancellationToken);
    }

    private static async Task LlvmAsync(
        ToolRoot toolchain, string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        BufferedCommandResult result = await toolchain.Command(Bin + tool, arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, cancellationToken, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new BuildException(
                $"LLVM's {tool} refuses the module (exit code {result.ExitCode})\n{result.StandardError.TrimEnd()}",
                "corewright link");
        }
    }
}
