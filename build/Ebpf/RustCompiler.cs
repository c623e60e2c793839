using System.Collections.Generic;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>A Rust compiler and its cargo, as <see cref="CargoBuild"/> drives them.</summary>
/// <param name="Digest">Names it and all that it takes along, for caches.</param>
/// <param name="Cargo">The words that start cargo.</param>
/// <param name="Rustc">The words that start rustc.</param>
/// <param name="CargoArguments">More arguments of <c>cargo build</c>.</param>
/// <param name="Vendor">The crates that the core library's workspace names, where cargo compiles it and they came with it; or null.</param>
/// <param name="IsUsers">Whether it is the user's own: then their cargo's home, registries and proxies hold.</param>
/// <param name="UsesStoreLlvm">Whether the store's LLVM reads what it writes.</param>
public sealed record RustCompiler(
    string Digest, IReadOnlyList<string> Cargo, IReadOnlyList<string> Rustc, IReadOnlyList<string> CargoArguments, string? Vendor,
    bool IsUsers, bool UsesStoreLlvm)
{
    /// <summary>Whether cargo has to fetch crates for the core library.</summary>
    public bool FetchesCore => CargoArguments.Count > 0 && Vendor is null;

    /// <summary>The store's, which brings <c>core</c> for BPF compiled.</summary>
    /// <param name="toolchain">The set <c>toolchain</c>.</param>
    public static RustCompiler OfStore(ToolRoot toolchain) => new(
        toolchain.Digest, toolchain.CommandLine("usr/bin/cargo"), toolchain.CommandLine("usr/bin/rustc"), [], null, false, true);
}
