using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>What compiles and links crates, where that is not the store's compiler and our linker.</summary>
/// <param name="Compiler">The compiler.</param>
/// <param name="BpfLinker">The path of bpf-linker; null for our own linker.</param>
/// <param name="Offline">Whether cargo must not ask registries even for a crate that needs them.</param>
public sealed record EbpfTools(RustCompiler Compiler, string? BpfLinker = null, bool Offline = false)
{
    /// <summary>What the command line asks for.</summary>
    /// <param name="settings">The options.</param>
    /// <param name="store">Has the compiler, or the source of the core library for the user's.</param>
    /// <param name="sets">The names of the sets that it has.</param>
    /// <param name="paths">Where things are.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="BuildException">What was asked for is not on this machine.</exception>
    public static async Task<EbpfTools> ChooseAsync(
        BuildSettings settings, IToolStore store, IEnumerable<string> sets, BuildPaths paths, CancellationToken cancellationToken)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        string? linker = settings.Linker == Options.OurLinker ? null : Find(settings.Linker, path) ?? throw new BuildException(
            $"{settings.Linker} is not on PATH", $"--linker={settings.Linker}", "install it, or leave the option out: our own linker takes its place");
        RustCompiler compiler = settings.Toolchain == Options.StoreToolchain
            ? RustCompiler.OfStore(await store.OpenAsync("toolchain", cancellationToken))
            : await new RustupToolchain(store, sets, path, paths).FindAsync(settings.Toolchain, cancellationToken);
        return new EbpfTools(compiler, linker, settings.Offline);
    }

    /// <summary>The path of a program, or null.</summary>
    internal static string? Find(string program, string path) => path.Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
