using System;
using System.Linq;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>The kernel's names in Rust.</summary>
internal static class RustName
{
    // Keywords, also those that are reserved only (the Rust reference, "Keywords", edition 2024).
    private static readonly string[] s_keywords =
    [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
        "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
        "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
        "virtual", "where", "while", "yield",
    ];

    // These can't be written as r#…; the finaliser knows them with the underscore.
    private static readonly string[] s_impossible = ["crate", "self", "super", "Self"];

    /// <summary>A name as the support crate's macros take it.</summary>
    internal static string Of(string name) =>
        s_impossible.Contains(name, StringComparer.Ordinal) ? name + "_" : s_keywords.Contains(name, StringComparer.Ordinal) ? "r#" + name : name;
}
