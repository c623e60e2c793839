using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Tests.Ebpf;

namespace Corewright.Tests.Verifier;

/// <summary>A program crate made of snippets: files that each hold one program of ordinary Rust.</summary>
internal sealed class SnippetCrate : IDisposable
{
    private const string Name = "snippets";

    private const string Manifest = """
        [package]
        name = "snippets"
        version.workspace = true
        edition.workspace = true
        rust-version.workspace = true
        license.workspace = true
        publish.workspace = true

        [[bin]]
        name = "snippets"
        path = "src/main.rs"
        test = false
        bench = false

        [dependencies]
        corewright-ebpf.workspace = true

        """;

    private const string Main = """
        #![no_std]
        #![no_main]
        #![allow(dead_code)]

        corewright_ebpf::license!("Dual MIT/GPL");

        #[derive(Clone, Copy)]
        #[repr(C)]
        pub struct Page {
            pub bytes: [u8; 4096],
        }

        corewright_ebpf::map! {
            pub static PAGES: corewright_ebpf::maps::Array<Page, 2>;
        }

        """;

    private readonly CrateFolder _crates = new();

    /// <summary>The snippets of a folder beside this file, by their names.</summary>
    internal static IReadOnlyList<string> Of(string kind) =>
        [.. Directory.GetFiles(Folder(kind), "*.rs").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>A snippet's source.</summary>
    internal static string Source(string kind, string name) => File.ReadAllText(Path.Combine(Folder(kind), name + ".rs"));

    /// <summary>Builds snippets into one object.</summary>
    internal async Task<EbpfObject> BuildAsync(string kind, params IReadOnlyList<string> names)
    {
        string sources = Path.Combine(_crates.Paths.EbpfCrates, "programs", Name, "src");
        Directory.CreateDirectory(sources);
        File.WriteAllText(Path.Combine(sources, "..", "Cargo.toml"), Manifest);
        File.WriteAllText(Path.Combine(sources, "main.rs"), Main + string.Concat(names.Select(name => $"mod {name};\n")));
        foreach (string name in names)
            File.WriteAllText(Path.Combine(sources, name + ".rs"), Source(kind, name));
        return await _crates.BuildAsync(Name);
    }

    public void Dispose() => _crates.Dispose();

    private static string Folder(string kind) => Path.Combine(RepositoryRoot.Path, "tests", "Verifier", kind);
}
