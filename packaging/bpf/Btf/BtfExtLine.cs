namespace Corewright.Bpf.Btf;

/// <summary>One source line (<c>struct bpf_line_info</c>), as the object holds it.</summary>
public readonly struct BtfExtLine(uint instructionOffset, uint fileOffset, uint textOffset, uint position)
{
    private const int ColumnBits = 10;

    /// <summary>Bytes from the section's start to the line's first instruction.</summary>
    public uint InstructionOffset { get; } = instructionOffset;

    /// <summary>Where the file's name is in the BTF's strings.</summary>
    public uint FileOffset { get; } = fileOffset;

    /// <summary>Where the line's text is in the BTF's strings.</summary>
    public uint TextOffset { get; } = textOffset;

    /// <summary>Line and column as the kernel takes them, in one number.</summary>
    public uint Position { get; } = position;

    /// <summary>The line, from 1; 0 for code that the compiler made up.</summary>
    public uint Line => Position >> ColumnBits;

    /// <summary>The column, from 1; 0 where it is not known.</summary>
    public uint Column => Position & ((1u << ColumnBits) - 1);

    /// <summary>Whether both names are within the strings; the kernel insists on it.</summary>
    /// <param name="types">The object's BTF.</param>
    public bool IsNamed(scoped in BtfReader types) => types.ContainsName(FileOffset) && types.ContainsName(TextOffset);
}
