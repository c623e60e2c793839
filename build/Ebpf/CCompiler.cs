using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>
/// The store's clang (set <c>clang</c>), which tests and benchmarks ask for. A plain build has no use for it: programs are
/// written in Rust.
/// </summary>
/// <param name="store">Brings it.</param>
public sealed class CCompiler(IToolStore store)
{
    private const string Program = "usr/lib/llvm-22/bin/clang", Resources = "usr/lib/llvm-22/lib/clang/22";

    /// <summary>Compiles C into a BPF object with BTF, optimised as BPF programs usually are.</summary>
    /// <param name="source">The C file.</param>
    /// <param name="output">The object; replaced.</param>
    /// <param name="arguments">More of clang's arguments, such as <c>-I</c> and a folder.</param>
    /// <param name="cancellationToken">Ends clang.</param>
    /// <exception cref="BuildException">It does not compile; with what clang said.</exception>
    public Task CompileBpfAsync(
        string source, string output, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(["-target", "bpf", "-mcpu=v3", "-g", "-O2", "-Wall", "-Werror", .. arguments, "-c", source, "-o", output],
            source, cancellationToken);

    /// <summary>Runs clang. Only its own headers (<c>stddef.h</c> and the like) are found without <c>-I</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="source">What is named when it fails.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">It fails; with what it said.</exception>
    public async Task RunAsync(IReadOnlyList<string> arguments, string source, CancellationToken cancellationToken)
    {
        ToolRoot root = await store.OpenAsync("clang", cancellationToken);
        // Started through the root's dynamic loader, clang takes that for its own file and would look for its headers beside it.
        string[] all = ["-resource-dir", root.File(Resources), "-nostdlibinc", .. arguments];
        BufferedCommandResult result = await root.Command(Program, all)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
            throw new BuildException($"clang ended with exit code {result.ExitCode}:\n{result.StandardError.Trim()}", Path.GetFullPath(source));
    }
}
