using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Build.Ebpf.Finalise;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>Writes the types as a Rust module, in the form that the support crate's macros take. rustfmt leaves it as it is.</summary>
internal sealed class RustModule
{
    // As rustfmt.toml says.
    private const int Width = 120;

    private readonly StringBuilder _text = new();
    private readonly IReadOnlyList<BoundType> _types;

    private RustModule(IReadOnlyList<BoundType> types) => _types = types;

    /// <summary>The module's text.</summary>
    /// <param name="types">In the order in which they appear.</param>
    /// <param name="kernels">Which kernels they are from, for the documentation.</param>
    internal static string Write(IReadOnlyList<BoundType> types, string kernels)
    {
        var module = new RustModule(types);
        module.Header(kernels);
        BoundType[] structs = [.. types.Where(type => type.Values.Count == 0)], enums = [.. types.Where(type => type.Values.Count > 0)];
        module.Block("kernel_types", structs, module.Struct);
        module.Block("kernel_enums", enums, module.Enum);
        return module._text.ToString();
    }

    private void Header(string kernels)
    {
        Line("// Made by ./build.sh --target=Bindings from the kernels' BTF. Change what is wanted, not this file.");
        Line("");
        Paragraph("//! ", $"Types of these kernels: {kernels}.");
        Line("//!");
        Paragraph("//! ", "Each field says in which of them it is, and where it is of another type. Reading one that a kernel does not have "
            + "fails the load there, unless it stands behind `core_field_exists!`. A number whose width differs is a `usize` or `isize`, "
            + "which are read as wide as the kernel has them. Numbers of enums are only what an object says before it is loaded: "
            + "`core_enum_value!` gives the kernel's.");
        Line("");
        if (_types.Any(type => type.Fields.Any(field => field.Type.Contains("c_void", StringComparison.Ordinal))))
        {
            Line("use core::ffi::c_void;");
            Line("");
        }
    }

    private void Block(string macro, BoundType[] types, Action<BoundType> write)
    {
        if (types.Length == 0)
            return;
        Line($"corewright_ebpf::{macro}! {{");
        for (int i = 0; i < types.Length; i++)
        {
            if (i > 0)
                Line("");
            write(types[i]);
        }

        Line("}");
    }

    private void Struct(BoundType type)
    {
        Document(type);
        Line($"    pub struct {RustName.Of(type.Name)} {{");
        foreach (BoundField field in type.Fields)
        {
            Paragraph("        /// ", Sentence(field.Kernels));
            Line($"        pub {RustName.Of(field.Name)}: {field.Type},");
        }

        Line("    }");
    }

    private void Enum(BoundType type)
    {
        Document(type);
        Line($"    pub enum {RustName.Of(type.Name)} {{");
        foreach (BoundValue value in type.Values)
        {
            Paragraph("        /// ", Sentence(value.Kernels));
            Line($"        {RustName.Of(value.Name)} = {value.Number},");
        }

        Line("    }");
    }

    private void Document(BoundType type)
    {
        string what = type.Values.Count > 0 ? "enum" : "struct";
        string name = !type.IsNamed ? $"`{type.KernelName}`, which is only found as a part of others"
            : KernelTypes.IsTypedef(type.KernelName) ? $"The kernel's `{type.KernelName}`"
            : $"The kernel's `{what} {type.KernelName}`";
        string longs = string.Join(", ", type.Fields.Where(field => field.Type == "isize").Select(field => $"`{field.Name}`"));
        // One load has one width, and a long's is another on 32-bit kernels.
        string loaded = !type.IsContext ? "" : " A program's context: load its fields with `core_load!`"
            + (longs.Length > 0 ? $", but {longs} with `core_read!`." : ".");
        Paragraph("    /// ", $"{name}: {type.Kernels}.{loaded}");
        if (type.LeftOut.Count == 0)
            return;
        Line("    ///");
        Paragraph("    /// ", "Without " + string.Join(", ", type.LeftOut.Select(field => $"`{field.Key}` ({field.Value})")) + ".");
    }

    // Names of architectures begin a sentence as they are.
    private static string Sentence(string text) =>
        (text.StartsWith(Availability.Everywhere, StringComparison.Ordinal) ? "E" + text[1..] : text) + ".";

    private void Paragraph(string prefix, string text)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && prefix.Length + line.Length + 1 + word.Length > Width)
            {
                Line(prefix + line);
                line.Clear();
            }

            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
        }

        Line(prefix + line);
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
