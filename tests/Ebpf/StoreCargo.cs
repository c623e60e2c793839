using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Ebpf;
using Corewright.Build.Store;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>
/// The store's cargo as someone has it who knows nothing of our build: on PATH, with the crate's own <c>.cargo/config.toml</c>.
/// </summary>
/// <param name="folder">A folder of its own.</param>
internal sealed class StoreCargo(string folder)
{
    /// <summary>A folder with the commands <c>cargo</c> and <c>rustc</c>, for PATH.</summary>
    public string Bin { get; } = Path.Combine(folder, "bin");

    /// <summary>Runs cargo.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="variables">More of the environment.</param>
    /// <param name="path">More folders of PATH, before the usual ones.</param>
    /// <param name="arguments">Its arguments.</param>
    public async Task<BufferedCommandResult> RunAsync(
        string workspace, Dictionary<string, string?> variables, IReadOnlyList<string> path, params string[] arguments)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellation);
        Directory.CreateDirectory(Bin);
        foreach (string program in (string[])["cargo", "rustc"])
            ShellScript.Write(Bin, program, $"exec {ShellScript.Quote(toolchain.CommandLine("usr/bin/" + program))} \"$@\"");
        var environment = new Dictionary<string, string?>(variables)
        {
            ["PATH"] = string.Join(':', [.. path, Bin, Environment.GetEnvironmentVariable("PATH")!]),
            ["CARGO_HOME"] = Path.Combine(folder, "cargo-home"),
            ["CARGO_TARGET_DIR"] = Path.Combine(folder, "target"),
            ["RUSTC_BOOTSTRAP"] = "1",
            ["RUSTC"] = null,
            ["RUSTFLAGS"] = null,
        };
        return await Cli.Wrap(Path.Combine(Bin, "cargo")).WithArguments(arguments)
            .WithWorkingDirectory(workspace)
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellation);
    }
}
