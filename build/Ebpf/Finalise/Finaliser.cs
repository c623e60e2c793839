using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// The last step of linking: from what LLVM's BPF backend leaves to an object that every loader and every kernel takes. Marks
/// become CO-RE relocations, BTF becomes acceptable to the kernel, and what is not needed to load goes.
/// </summary>
internal static class Finaliser
{
    // Functions that programs call; what is nothing but these, no kernel runs.
    private const string SubprogramSection = ".text";

    /// <summary>Finalises an object. The same input always gives the same bytes.</summary>
    /// <param name="file">The object as llc wrote it.</param>
    /// <param name="where">What to call it in an error.</param>
    /// <param name="requiresBtf">
    /// Whether an object without BTF, or without a program, is an error. Else it becomes one without BTF, unless it asks for relocations.
    /// </param>
    /// <exception cref="BuildException">It is malformed, has no program or no BTF, or a mark names what is not declared.</exception>
    public static byte[] Finalise(ReadOnlySpan<byte> file, string where, bool requiresBtf = true)
    {
        ElfImage image = ElfImage.Read(file, where);
        if (!requiresBtf && image.Find(".BTF") is null && image.Find(CoreMark.SectionName) is null)
            return ElfWriter.Write(Stripping.Apply(image, null, where));
        if (requiresBtf && !image.Sections.Exists(section => section.IsExecutable && section.Name != SubprogramSection && section.Size > 0))
        {
            throw new BuildException("no program is in it", where,
                "a program has an attribute that names its section, such as #[tracepoint(…)], or #[unsafe(link_section = \"…\")] and #[unsafe(no_mangle)]");
        }

        ElfImageSection btf = Required(image, ".BTF", where), ext = Required(image, ".BTF.ext", where);
        BtfGraph graph = BtfGraph.Read(InPlaceRelocations.Apply(image, btf, where), where);
        BtfExtRecords records = BtfExtRecords.Read(InPlaceRelocations.Apply(image, ext, where), graph, where);

        // Members first, for a relocation counts them; names last, for marks and exports go by the source's names.
        StructMembers.Sort(graph);
        var kernelTypes = new KernelTypes(graph);
        records.Relocations.AddRange(CoreMark.ReadAll(image, where).Select(kernelTypes.Resolve));
        FunctionLinkage.Apply(image, graph, records.Functions);
        DataSections.Complete(image, graph, where);
        uint[] ids = graph.Prune(Roots(graph, records));
        KernelNames.Apply(graph);

        // The strings of .BTF.ext are in .BTF, so it is written first.
        var strings = new StringTable();
        ext.Data = BtfExtWriter.Write(records.Renumber(ids), strings);
        btf.Data = BtfWriter.Write(graph, strings);
        return ElfWriter.Write(Stripping.Apply(image, graph, where));
    }

    /// <summary>What must stay in the BTF: functions, what relocations speak of, variables. All else that rustc wrote goes.</summary>
    private static IEnumerable<uint> Roots(BtfGraph graph, BtfExtRecords records)
    {
        IEnumerable<uint> sections = Enumerable.Range(1, graph.Nodes.Count - 1)
            .Where(id => graph.Nodes[id].Kind == BtfKind.DataSection && graph.Nodes[id].Name != KernelTypes.SectionName)
            .Select(id => (uint)id);
        return records.Functions.Select(function => function.Type)
            .Concat(records.Relocations.Select(relocation => relocation.Type))
            .Concat(sections);
    }

    private static ElfImageSection Required(ElfImage image, string name, string where) =>
        image.Find(name) ?? throw new BuildException(
            $"the object has no {name}", where, "keep debug = 2 in the profile: BTF comes from the debug information");
}
