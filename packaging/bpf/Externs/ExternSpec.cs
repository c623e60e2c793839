namespace Corewright.Bpf.Externs;

/// <summary>What an object leaves to its loader to provide: a variable or function that it declares and doesn't define.</summary>
public struct ExternSpec
{
    /// <summary>Its ELF symbol's number.</summary>
    public int Symbol;

    /// <summary>The variable's or function's id in the object's BTF.</summary>
    public uint Declaration;

    /// <summary>The type that it is declared with: a variable's, or a function's prototype.</summary>
    public uint Type;

    /// <summary>What it is.</summary>
    public ExternKind Kind;

    /// <summary>Whether the object does without: a variable is zero then, a function's address is zero.</summary>
    public bool IsWeak;

    /// <summary>Whether the kernel has it.</summary>
    public bool IsResolved;

    /// <summary>For <see cref="ExternKind.Configuration"/>: how its value is written.</summary>
    public ConfigurationType Value;

    /// <summary>For <see cref="ExternKind.Configuration"/>: whether a number may be negative.</summary>
    public bool IsSigned;

    /// <summary>For <see cref="ExternKind.Configuration"/>: its size in bytes.</summary>
    public int Bytes;

    /// <summary>For <see cref="ExternKind.Configuration"/>: bytes from the start of the map <c>.kconfig</c>.</summary>
    public int Offset;

    /// <summary>For what has no type: its address in the kernel.</summary>
    public ulong Address;

    /// <summary>For what has one: its id in the kernel's BTF; 0 otherwise.</summary>
    public uint KernelType;

    /// <summary>The BTF of the module that has it; 0 for the kernel proper.</summary>
    public int ModuleTypesFd;

    /// <summary>For functions of a module: that descriptor's place in the list that comes with the program; 0 for the kernel proper.</summary>
    public int ModuleIndex;
}

/// <summary>What an extern is.</summary>
public enum ExternKind : byte
{
    /// <summary>Section <c>.kconfig</c>: how the kernel was configured, and what the loader knows of it.</summary>
    Configuration,

    /// <summary>Section <c>.ksyms</c>, a variable: by type through BTF, or its bare address through <c>/proc/kallsyms</c>.</summary>
    Variable,

    /// <summary>Section <c>.ksyms</c>, a function: a kfunc (v5.13).</summary>
    Function,
}

/// <summary>How a value of the kernel's configuration is stored.</summary>
public enum ConfigurationType : byte
{
    /// <summary>A type that no value has.</summary>
    Unknown,

    /// <summary><c>bool</c>: y or n.</summary>
    Boolean,

    /// <summary><c>char</c>: y, n, m, or a number.</summary>
    Character,

    /// <summary>An integer of 1, 2, 4 or 8 bytes.</summary>
    Integer,

    /// <summary><c>enum libbpf_tristate</c>: n is 0, y is 1, m is 2.</summary>
    Tristate,

    /// <summary><c>char[N]</c>: text, cut off where it is too long, always ended by a zero.</summary>
    Text,
}
