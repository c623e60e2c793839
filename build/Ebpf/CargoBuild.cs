using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Ebpf.Linking;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>Runs cargo: with the store's compiler, with nothing of the user's own Rust set-up; with the user's, with as little as will do.</summary>
/// <param name="workspace">The cargo workspace.</param>
/// <param name="work">Where cargo and the scripts may write.</param>
/// <param name="toolchain">The store's toolchain, whose LLVM links.</param>
/// <param name="settings">The target and its instruction set version.</param>
/// <param name="tools">What compiles and links.</param>
internal sealed class CargoBuild(string workspace, string work, ToolRoot toolchain, EbpfSettings settings, EbpfTools tools)
{
    private readonly string _target = Path.Combine(work, "target");

    /// <summary>Builds programs in release mode.</summary>
    /// <param name="programs">The crates' names.</param>
    /// <param name="compiler">The hash of what compiles; if it is another one than last time, everything is built anew.</param>
    /// <param name="cancellationToken">Kills cargo and all that it started.</param>
    /// <returns>The folder of the linked objects, and what rustc had to say about them.</returns>
    /// <exception cref="BuildException">A crate does not compile or link; cargo's own words are in it.</exception>
    public async Task<(string Folder, string Warnings)> RunAsync(
        IReadOnlyList<string> programs, string compiler, CancellationToken cancellationToken)
    {
        ForgetOtherCompiler(compiler);
        CargoScripts scripts = CargoScripts.Write(work, tools, workspace);
        RustCompiler rust = tools.Compiler;
        bool fetches = await HasSourcesAsync(cancellationToken);
        string[] network = (fetches || rust.FetchesCore) && !tools.Offline ? [] : ["--offline"];
        Command cargo = Cli.Wrap(rust.Cargo[0]).WithWorkingDirectory(workspace).WithEnvironmentVariables(Environment(scripts));
        IReadOnlyList<string> vendored = rust.Vendor is null ? []
            : await new VendoredCrates(rust.Vendor, Path.Combine(work, "vendored")).ArgumentsAsync(cargo, fetches, cancellationToken);
        BufferedCommandResult result = await cargo.WithArguments([
                .. rust.Cargo.Skip(1), "build", "--quiet", .. network, "--release", "--color", "never",
                "--target", settings.Target, .. programs.SelectMany(program => (string[])["--package", program]), .. rust.CargoArguments, .. vendored,
            ])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, cancellationToken, cancellationToken);
        string said = result.StandardError.Trim();
        if (result.ExitCode != 0)
        {
            throw new BuildException(
                $"cargo could not build it (exit code {result.ExitCode})\n{CargoMessages.Shown(said)}", string.Join(", ", programs), CargoMessages.Advice(said, rust.IsUsers));
        }

        return (Path.Combine(_target, settings.Target, "release"), said);
    }

    /// <summary>Whether a crate comes from a registry or a repository, or from a folder in its place.</summary>
    private async Task<bool> HasSourcesAsync(CancellationToken cancellationToken) =>
        await SaysAsync("Cargo.lock", "\nsource = \"", cancellationToken)
        || await SaysAsync(Path.Combine(".cargo", "config.toml"), "replace-with", cancellationToken);

    private async Task<bool> SaysAsync(string name, string text, CancellationToken cancellationToken)
    {
        string file = Path.Combine(workspace, name);
        return File.Exists(file) && (await File.ReadAllTextAsync(file, cancellationToken)).Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Cargo does not know what is behind its scripts: another linker alone would not make it link again.</summary>
    private void ForgetOtherCompiler(string compiler)
    {
        Directory.CreateDirectory(work);
        string stamp = Path.Combine(work, "compiler");
        if (File.Exists(stamp) && File.ReadAllText(stamp) == compiler)
            return;
        if (Directory.Exists(_target))
            Directory.Delete(_target, recursive: true);
        File.WriteAllText(stamp, compiler);
    }

    private Dictionary<string, string?> Environment(CargoScripts scripts)
    {
        // The user's flags, wrappers and registries must not change what comes out.
        string[] kept = tools.Compiler.IsUsers ? ["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTR", "CARGO_SOURCE_", "RUSTUP_HOME"] : [];
        var variables = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key)
            .Where(name => name.StartsWith("CARGO", StringComparison.Ordinal) || name.StartsWith("RUST", StringComparison.Ordinal))
            .Where(name => !kept.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary(name => name, _ => (string?)null);
        string target = settings.Target.ToUpperInvariant().Replace('-', '_');
        if (!tools.Compiler.IsUsers)
            variables["CARGO_HOME"] = Path.Combine(work, "cargo-home");
        variables["CARGO_TARGET_DIR"] = _target;
        variables["RUSTC"] = scripts.Rustc;
        // Inline assembly for BPF is not stable yet, and the compiler may not be a nightly.
        variables["RUSTC_BOOTSTRAP"] = "1";
        variables[$"CARGO_TARGET_{target}_LINKER"] = scripts.Linker;
        variables[$"CARGO_TARGET_{target}_RUSTFLAGS"] = $"-C target-cpu={settings.Cpu}";
        // An LLVM that is older than the compiler's could not read its modules: then the newest on PATH.
        variables[LinkCommand.ToolchainVariable] = tools.Compiler.UsesStoreLlvm ? toolchain.Path : "";
        variables[LinkCommand.KeepVariable] = "1";
        return variables;
    }
}
