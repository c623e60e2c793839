using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf;

/// <summary>What cargo and rustc say when they fail, for someone who writes a program for the kernel.</summary>
internal static partial class CargoMessages
{
    private const string Frame = "a program begins with #![no_std] and #![no_main]";

    // The first whose text is there counts.
    private static readonly (string Text, bool StoreOnly, string Advice)[] s_advice =
    [
        ("because it does not declare `#![no_std]`", false, Frame),
        ("error[E0601]: `main` function not found", false, Frame),
        ("cannot find macro `println` in", false, "a program has no standard output: info!(context, \"…\") of corewright_ebpf, and the loader prints it"),
        ("cannot find macro `format` in", false, "a program has no strings that grow: write bytes into an event or a map, or log with info!(context, \"…\")"),
        ("unlinked crate `std`", false, "a program has core, and maps instead of a heap"),
        ("error: no global memory allocator found", false, "a program has no heap: what is large or lasts goes into maps"),
        ("error[E0463]: can't find crate for `std`", true,
            "build scripts and procedural macros run on this machine, for which the store's compiler has no library: use --toolchain=rustup"),
        // The store's cargo does not agree with its own libgit2.
        ("on git_proxy_options", true, "the store's cargo can't read repositories: vendor the crate, or use --toolchain=rustup"),
        ("/lib/rustlib/src/rust/library/", false,
            "core is compiled from crates, too: cargo vendor --sync $(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.toml"),
        ("error: no matching package", false, "what Cargo.lock names is fetched: run cargo update in ebpf-crates, or vendor it"),
        ("--offline", false, "what Cargo.lock names is fetched: run cargo update in ebpf-crates, or vendor it"),
    ];

    /// <summary>What to do about it, or null.</summary>
    /// <param name="said">Cargo's standard error.</param>
    /// <param name="isUsers">Whether the compiler is the user's own.</param>
    public static string? Advice(string said, bool isUsers) =>
        s_advice.FirstOrDefault(entry => !(entry.StoreOnly && isUsers) && said.Contains(entry.Text, StringComparison.Ordinal)).Advice;

    /// <summary>The same without the linker's command line, which rustc puts before what the linker says, and without its files' folder.</summary>
    /// <param name="said">Cargo's standard error.</param>
    public static string Shown(string said) => LinkError().Replace(said, match => "error: " + Output().Replace(string.Join(
        '\n', match.Groups["said"].Value.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)), "${crate}") + '\n');

    [GeneratedRegex(@"^error: linking with `[^`\n]+` failed: [^\n]*\n +\|\n += note: +""[^\n]*\n(?: += note: some arguments are omitted[^\n]*\n)? += note: (?<said>[^\n]*\n(?: {10}[^\n]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex LinkError();

    // What cargo has the linker write: the crate's name and a hash.
    [GeneratedRegex(@"^/\S+/release/deps/(?<crate>\w+)-[0-9a-f]{16}(?=:)", RegexOptions.Multiline)]
    private static partial Regex Output();
}
