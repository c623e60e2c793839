using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>One option of the linker.</summary>
/// <param name="Name">As it is usually written.</param>
/// <param name="Alias">Its other name, or empty.</param>
/// <param name="Value">What stands for the value in the help; empty where it has none.</param>
/// <param name="Help">What it does; empty for an option that only rustc has a use for.</param>
internal sealed record LinkerOption(string Name, string Alias, string Value, string Help);

/// <summary>All options of <c>corewright-link</c>: those of bpf-linker, those that rustc adds, and one of our own.</summary>
internal static class LinkerOptions
{
    /// <summary>All, in the order in which the help lists them.</summary>
    public static IReadOnlyList<LinkerOption> All { get; } =
    [
        new("--output", "-o", "FILE", "Write the result there"),
        new("--emit", "", "KIND", "Write obj (default), asm, llvm-ir or llvm-bc; only obj is finalised"),
        new("--cpu", "", "CPU", "The instruction set: generic (default), probe, v1, v2, v3 or v4"),
        new("--cpu-features", "", "LIST", "Switch single features on or off, as +alu32,-dwarfris"),
        new("--target", "", "TRIPLE", "The target (default: that of the modules, or bpf)"),
        new("-O", "", "LEVEL", "Optimise: 0 to 3, s or z (default: 2); 0 is taken as 1"),
        new("--btf", "", "", "Fail where there is no debug information to make BTF from; without it, such an object has none"),
        new("--export", "", "NAMES", "Keep these symbols visible, separated by commas"),
        new("--export-symbols", "", "FILE", "Keep the symbols in the file visible, one on each line"),
        new("--unroll-loops", "", "", "Unroll loops at any price, for kernels before 5.3"),
        new("--ignore-inline-never", "", "", "Inline also what asks not to be, for kernels before 4.16"),
        new("--disable-expand-memcpy-in-order", "", "", "Taken and without effect: copies are expanded in LLVM's own order"),
        new("--disable-memory-builtins", "", "", "Drop memcpy, memmove, memset, memcmp and bcmp where no module calls them"),
        new("--allow-bpf-trap", "", "", "Call the kernel's __bpf_trap where code can't go on"),
        new("--dump-module", "", "FOLDER", "Write the module before and after optimisation: pre-opt.ll, post-opt.ll"),
        new("--llvm-args", "", "LIST", "More arguments for LLVM, separated by commas"),
        new("--llvm-bin", "", "FOLDER", "Use opt, llc and llvm-link of this folder"),
        new("--log-level", "", "LEVEL", "Log on standard error: off (default), error, warn, info, debug or trace"),
        new("--log-file", "", "FILE", "Log to a file, too"),
        new("--fatal-errors", "", "BOOL", "Taken and without effect: an error of LLVM's always ends it"),
        new("--help", "-h", "", "Say this"),
        new("--version", "-V", "", "Say the version"),
        new("-L", "", "FOLDER", ""),
        new("--debug", "", "", ""),
        new("--flavor", "-flavor", "NAME", ""),
    ];

    /// <summary>The option of a name, or null.</summary>
    public static LinkerOption? Find(string name) =>
        All.FirstOrDefault(option => option.Name == name || (option.Alias.Length > 0 && option.Alias == name));

    /// <summary>The error for an option that does not exist, with the one that is nearest.</summary>
    public static LinkerUsageException Unknown(string name)
    {
        string nearest = All.Where(option => option.Help.Length > 0).MinBy(option => EditDistance.Between(option.Name, name))!.Name;
        return new LinkerUsageException($"unknown option '{name}'; did you mean {nearest}? --help lists them all");
    }

    /// <summary>Prints the help.</summary>
    public static void Print(TextWriter output)
    {
        output.WriteLine("corewright-link [options] -o FILE INPUT...");
        output.WriteLine();
        output.WriteLine("Links BPF programs: LLVM modules, objects with bitcode and archives of these (.o, .bc, .ll, .rlib, .a) become one object,");
        output.WriteLine("with BTF that kernels take and CO-RE relocations that every loader knows. It takes bpf-linker's command line.");
        output.WriteLine();
        foreach (LinkerOption option in All.Where(option => option.Help.Length > 0))
        {
            string alias = option.Alias.Length > 0 ? option.Alias + ", " : "";
            string value = option.Value.Length > 0 ? " " + option.Value : "";
            output.WriteLine($"  {alias + option.Name + value,-34} {option.Help}");
        }

        output.WriteLine();
        output.WriteLine("LLVM is looked for in --llvm-bin, in the toolchain that COREWRIGHT_TOOLCHAIN names, and on PATH.");
    }
}
