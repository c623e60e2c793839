using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>The store's rustfmt, of the compiler's version, with <c>ebpf-crates/rustfmt.toml</c>.</summary>
/// <param name="paths">Where that is.</param>
/// <param name="store">Brings the tool.</param>
internal sealed class Rustfmt(BuildPaths paths, IToolStore store)
{
    /// <summary>Writes files as they should be.</summary>
    /// <param name="files">The files; what they declare as modules comes along.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="BuildException">One is no Rust.</exception>
    public async Task FormatAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        BufferedCommandResult answer = await RunAsync([.. files], cancellationToken);
        if (answer.ExitCode != 0)
            throw new BuildException($"rustfmt ended with exit code {answer.ExitCode}:\n{answer.StandardError.Trim()}");
    }

    /// <summary>What would change.</summary>
    /// <param name="files">As for <see cref="FormatAsync"/>.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>The changes, or what is no Rust; nothing where all is well.</returns>
    public async Task<string> CheckAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        BufferedCommandResult answer = await RunAsync(["--check", .. files], cancellationToken);
        return answer.StandardError + answer.StandardOutput;
    }

    private async Task<BufferedCommandResult> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        ToolRoot tools = await store.OpenAsync("rustfmt", cancellationToken);
        return await tools.Command("usr/bin/rustfmt", ["--edition", "2024", "--config-path", paths.EbpfCrates, .. arguments])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
    }
}
