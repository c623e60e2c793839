using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>Reads what an object shares with user space: the types exported through <c>.bpf_types</c>, and its maps.</summary>
internal static class ModuleReader
{
    /// <summary>The section in which <c>export_type!</c> leaves one pointer per type.</summary>
    private static ReadOnlySpan<byte> ExportSection => ".bpf_types"u8;

    /// <summary>Reads an object.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="file">The object's bytes.</param>
    /// <param name="where">The object's path, for errors.</param>
    /// <exception cref="BuildException">It is malformed, or exports something that C# can't express.</exception>
    internal static GeneratedModule Read(string program, ReadOnlySpan<byte> file, string where)
    {
        Check(ElfReader.Open(file, out ElfReader elf), where);
        if (!elf.TryFindSection(".BTF"u8, out ElfSection section)) throw new BuildException("the object has no BTF", where);
        return ReadTypes(program, elf.Data(section), where);
    }

    /// <summary>Reads an object's BTF.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="data">The contents of its <c>.BTF</c>.</param>
    /// <param name="where">The object's path, for errors.</param>
    /// <exception cref="BuildException">It is malformed, or exports something that C# can't express.</exception>
    internal static unsafe GeneratedModule ReadTypes(string program, ReadOnlySpan<byte> data, string where)
    {
        // The reader keeps 4 bytes for each type, of at least 12.
        int room = (data.Length / 2) + 64;
        void* block = NativeMemory.Alloc((nuint)room);
        try
        {
            var arena = new Arena((byte*)block, room);
            Check(BtfReader.Open(data, ref arena, out BtfReader btf), where);
            Check(btf.Validate(), where);
            return Collect(program, btf.WithPointerSize(8), where);
        }
        finally
        {
            NativeMemory.Free(block);
        }
    }

    private static GeneratedModule Collect(string program, BtfReader btf, string where)
    {
        var types = new TypeCollector(btf, where);
        if (btf.TryFind(ExportSection, BtfKind.DataSection, out BtfType exports))
        {
            // Flags first: a field of such a type is to be found as what it is.
            foreach (bool marked in (bool[])[true, false])
            {
                for (int i = 0; i < exports.Count; i++)
                    Export(btf, types, exports, i, marked, where);
            }
        }

        var maps = MapCollector.Collect(btf, types, where);
        // Ids depend on the compiler's mood; names don't. So equal sources give equal files.
        return new(program,
            [.. types.Enums.OrderBy(e => e.Name, StringComparer.Ordinal)],
            [.. types.Structs.OrderBy(s => s.Name, StringComparer.Ordinal)],
            [.. maps.OrderBy(m => m.Name, StringComparer.Ordinal)],
            [.. types.Constants.OrderBy(c => c.Name, StringComparer.Ordinal)]);
    }

    private static void Export(
        scoped in BtfReader btf, scoped in TypeCollector types, BtfType exports, int index, bool marked, string where)
    {
        BtfType variable = btf.Type(btf.SectionVariable(exports, index).Type);
        string name = Encoding.UTF8.GetString(btf.Name(variable));
        Check(btf.SkipModifiers(variable.SizeOrType, out BtfType pointer), where);
        if (pointer.Kind != BtfKind.Pointer)
            throw new BuildException($"export '{name}' is not a pointer", where);
        if (marked)
            types.TakeMarked(pointer.SizeOrType, name);
        else if (!types.IsMarked(pointer.SizeOrType))
            types.Resolve(pointer.SizeOrType, name);
    }

    private static void Check(Fault fault, string where)
    {
        if (fault.Failed) throw new BuildException($"{Encoding.UTF8.GetString(FaultText.Of(fault.Code))} ({fault.Index})", where);
    }
}
