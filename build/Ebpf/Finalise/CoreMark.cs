using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// One mark of the section <c>.corewright.core</c>, whose format ebpf-crates/corewright-ebpf/src/co_re.rs defines:
/// {u64 instruction, u32 kind, u32 line, asciz path, asciz file}, padded to 4 bytes.
/// </summary>
/// <param name="Section">Where the instruction is.</param>
/// <param name="Offset">Bytes from that section's start.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Path"><c>type</c>, <c>type:field.field</c> or <c>enumeration:value</c>.</param>
/// <param name="Source">The file and line of the macro's use, as <c>execwatch/src/exit.rs:40</c>.</param>
internal sealed record CoreMark(ElfImageSection Section, uint Offset, CoreKind Kind, string Path, string Source)
{
    /// <summary>The section that the marks are in.</summary>
    public const string SectionName = ".corewright.core";

    private const int FixedSize = 16;
    private const uint InstructionSize = 8;

    /// <summary>
    /// What the instruction says about a field's offset in the local declaration: a load has it in its offset, anything else in its
    /// immediate (the kernel's Documentation/bpf/standardization/instruction-set.rst).
    /// </summary>
    public int LocalOffset
    {
        get
        {
            if (Section.Data.Length < Offset + InstructionSize)
                return -1;
            ReadOnlySpan<byte> instruction = Section.Data.AsSpan((int)Offset, (int)InstructionSize);
            bool isLoad = (instruction[0] & 7) == 1;
            return isLoad ? BinaryPrimitives.ReadInt16LittleEndian(instruction[2..]) : BinaryPrimitives.ReadInt32LittleEndian(instruction[4..]);
        }
    }

    /// <summary>Reads all marks; none if there is no such section.</summary>
    /// <exception cref="BuildException">The section is malformed, or a mark points at no instruction.</exception>
    public static List<CoreMark> ReadAll(ElfImage image, string where)
    {
        var marks = new List<CoreMark>();
        if (image.Find(SectionName) is not { } section)
            return marks;
        byte[] data = InPlaceRelocations.Apply(image, section, where);
        var targets = new Dictionary<ulong, ElfImageSection?>();
        foreach (ElfImageRelocation relocation in image.RelocationsOf(section))
            targets[relocation.Offset] = relocation.Symbol?.Section;

        for (int at = 0; at < data.Length;)
        {
            string place = $"{where}, mark at {at}";
            if (data.Length - at < FixedSize)
                throw new BuildException("it is cut short", place);
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at));
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 8));
            uint line = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 12));
            int next = at + FixedSize;
            string path = Text(data, ref next, place), file = Text(data, ref next, place);
            string source = $"{file}:{line}";
            if (kind > (uint)CoreKind.TypeMatches)
                throw new BuildException($"CO-RE relocations of kind {kind} don't exist", source);
            if (!targets.TryGetValue((ulong)at, out ElfImageSection? target) || target is not { IsExecutable: true }
                || offset % InstructionSize != 0 || offset >= target.Size)
            {
                throw new BuildException($"the mark for '{path}' points at no instruction", source);
            }

            marks.Add(new CoreMark(target, (uint)offset, (CoreKind)kind, path, source));
            at = (next + 3) & ~3;
        }

        return marks;
    }

    private static string Text(byte[] data, ref int at, string place)
    {
        int length = data.AsSpan(at).IndexOf((byte)0);
        if (length < 0)
            throw new BuildException("its text has no end", place);
        string text = Encoding.Latin1.GetString(data, at, length);
        at += length + 1;
        return text;
    }
}
