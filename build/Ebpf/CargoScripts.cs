using System.IO;
using Corewright.Build.Ebpf.Linking;

namespace Corewright.Build.Ebpf;

/// <summary>
/// The two programs that cargo wants to be told as a path: rustc, which has to run with the toolchain's own libraries, and the
/// linker, which is ourselves. Each is a script of one command, made for this machine.
/// </summary>
/// <param name="Rustc">Starts the toolchain's rustc.</param>
/// <param name="Linker">Starts <c>corewright link</c>, or bpf-linker.</param>
internal sealed record CargoScripts(string Rustc, string Linker)
{
    /// <summary>Writes the scripts.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="tools">The compiler, and perhaps another linker.</param>
    /// <param name="workspace">The workspace, whose path must not get into the object.</param>
    public static CargoScripts Write(string folder, EbpfTools tools, string workspace)
    {
        Directory.CreateDirectory(folder);
        // Not in RUSTFLAGS: cargo would make the path a part of the crates' hashes. LLVM reads the source lines for .BTF.ext
        // relative to the workspace, in which rustc and the linker run.
        string start = $"exec {ShellScript.Quote(tools.Compiler.Rustc)} \"$@\" {ShellScript.Quote($"--remap-path-prefix={workspace}=.")}";
        // The last -O counts: rustc asks for the level that it has optimised with itself.
        string link = tools.BpfLinker is { } other ? $"exec {ShellScript.Quote(other)} \"$@\" --btf"
            : $"exec {ShellScript.Quote(DotnetHost.Path, typeof(LinkCommand).Assembly.Location)} link \"$@\" -O2 --btf";
        return new CargoScripts(ShellScript.Write(folder, "rustc", start), ShellScript.Write(folder, LinkLauncher.Name, link));
    }
}
