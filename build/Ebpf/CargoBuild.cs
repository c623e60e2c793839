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

/// <summary>Runs cargo with the store's compiler: offline, with nothing of the user's own Rust set-up.</summary>
/// <param name="workspace">The cargo workspace.</param>
/// <param name="work">Where cargo and the scripts may write.</param>
/// <param name="toolchain">The compiler's root.</param>
/// <param name="settings">The target and its instruction set version.</param>
internal sealed class CargoBuild(string workspace, string work, ToolRoot toolchain, EbpfSettings settings)
{
    private readonly string _target = Path.Combine(work, "target");

    /// <summary>Builds one program in release mode.</summary>
    /// <param name="program">The crate's name.</param>
    /// <param name="compiler">The hash of what compiles; if it is another one than last time, everything is built anew.</param>
    /// <param name="cancellationToken">Kills cargo and all that it started.</param>
    /// <returns>The linked object, and what rustc had to say about it.</returns>
    /// <exception cref="BuildException">The crate does not compile or link; cargo's own words are in it.</exception>
    public async Task<(string Object, string Warnings)> RunAsync(string program, string compiler, CancellationToken cancellationToken)
    {
        ForgetOtherCompiler(compiler);
        CargoScripts scripts = CargoScripts.Write(work, toolchain, workspace);
        BufferedCommandResult result = await toolchain.Command("usr/bin/cargo", [
                "build", "--quiet", "--offline", "--release", "--color", "never",
                "--target", settings.Target, "--package", program,
            ])
            .WithWorkingDirectory(workspace)
            .WithEnvironmentVariables(Environment(scripts))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, cancellationToken, cancellationToken);
        string said = result.StandardError.Trim();
        if (result.ExitCode != 0)
            throw new BuildException($"cargo could not build it (exit code {result.ExitCode})\n{said}", program);
        return (Path.Combine(_target, settings.Target, "release", program), said);
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
        var variables = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key)
            .Where(name => name.StartsWith("CARGO", StringComparison.Ordinal) || name.StartsWith("RUST", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        string target = settings.Target.ToUpperInvariant().Replace('-', '_');
        variables["CARGO_HOME"] = Path.Combine(work, "cargo-home");
        variables["CARGO_TARGET_DIR"] = _target;
        variables["RUSTC"] = scripts.Rustc;
        // Inline assembly for BPF is not stable yet, and this compiler is not a nightly.
        variables["RUSTC_BOOTSTRAP"] = "1";
        variables[$"CARGO_TARGET_{target}_LINKER"] = scripts.Linker;
        variables[$"CARGO_TARGET_{target}_RUSTFLAGS"] = $"-C target-cpu={settings.Cpu}";
        variables[LinkCommand.ToolchainVariable] = toolchain.Path;
        return variables;
    }
}
