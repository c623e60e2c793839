using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Store;
using Corewright.Tests.Ebpf;

namespace Corewright.Tests.Features;

/// <summary>
/// Builds the crates of <c>crates/</c> with the store's compiler, each in a workspace of its own that stays: one that nobody
/// changed is not compiled again.
/// </summary>
internal static class RustObjects
{
    /// <summary>Where the crates are.</summary>
    public static string Sources { get; } = Path.Combine(RepositoryRoot.Path, "tests", "Features", "crates");

    /// <summary>Whether there is a crate of a name.</summary>
    public static bool Has(string name) => Directory.Exists(Path.Combine(Sources, name));

    /// <summary>Builds a crate.</summary>
    /// <param name="name">A folder of <c>crates/</c>.</param>
    /// <param name="cancellation">Kills the compiler.</param>
    /// <returns>The finished object's bytes.</returns>
    public static async Task<byte[]> BuildAsync(string name, CancellationToken cancellation)
    {
        string root = Path.Combine(RepositoryStore.Paths.Intermediate, "features", "rust", name);
        using IDisposable only = await CrossProcessLock.AcquireAsync(root + ".lock", () => { }, cancellation);
        var paths = new BuildPaths(root, RepositoryStore.Paths.Cache);
        string crates = RepositoryStore.Paths.EbpfCrates;
        foreach (string file in Directory.GetFiles(crates))
            Copy(file, Path.Combine(paths.EbpfCrates, Path.GetFileName(file)));
        // The lock file of the repository does not know this crate; cargo completes the copy.
        foreach (string support in (string[])["corewright-ebpf", "execwatch-types"])
            CopyFolder(Path.Combine(crates, support), Path.Combine(paths.EbpfCrates, support));
        string crate = Path.Combine(paths.EbpfCrates, "programs", name);
        CopyFolder(Path.Combine(Sources, name), crate);
        string manifest = Path.Combine(crate, "Cargo.toml");
        if (!File.Exists(Path.Combine(Sources, name, "Cargo.toml")))
            Write(manifest, Manifest.Replace("NAME", name, StringComparison.Ordinal));
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellation);
        EbpfObject made = await new EbpfBuilder(paths, toolchain, RepositoryStore.Log).BuildAsync(name, CrateFolder.Settings, cancellation);
        return await File.ReadAllBytesAsync(made.Path, cancellation);
    }

    // Without the lines that every crate would repeat.
    private const string Manifest = """
        [package]
        name = "NAME"
        version.workspace = true
        edition.workspace = true
        rust-version.workspace = true
        license.workspace = true
        publish.workspace = true

        [[bin]]
        name = "NAME"
        path = "src/main.rs"
        test = false
        bench = false

        [dependencies]
        corewright-ebpf.workspace = true

        [lints]
        workspace = true

        """;

    // Makes the target equal to the source, and leaves alone what is: cargo looks at times.
    private static void CopyFolder(string from, string to)
    {
        string[] files = [.. Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(from, f))];
        foreach (string file in files)
            Copy(Path.Combine(from, file), Path.Combine(to, file));
        foreach (string old in Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(to, f)))
        {
            if (!files.Contains(old) && old != "Cargo.toml")
                File.Delete(Path.Combine(to, old));
        }
    }

    private static void Copy(string from, string to)
    {
        if (Path.GetFileName(to) != "Cargo.lock" || !File.Exists(to))
            Write(to, File.ReadAllText(from));
    }

    private static void Write(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
