using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// Completes the DATASEC types. LLVM leaves their sizes at 0 and their variables in no order; the kernel wants both
/// (<c>btf_datasec_check_meta</c> in kernel/bpf/btf.c). Offsets are right already, once .rel.BTF is applied.
/// </summary>
internal static class DataSections
{
    /// <summary>The section of the pointers to exported types (<c>export_type!</c>). Only its BTF stays.</summary>
    public const string ExportedTypes = ".bpf_types";

    private const uint Static = 0;
    private const string ExportPrefix = "__export_";

    /// <summary>Completes each section.</summary>
    /// <exception cref="BuildException">One has variables and no place in the object, or several places.</exception>
    public static void Complete(ElfImage image, BtfGraph graph, string where)
    {
        foreach (BtfNode section in graph.Nodes.Where(node => node.Kind == BtfKind.DataSection))
        {
            if (section.Name == ExportedTypes)
                CompleteExports(graph, section);
            else if (section.Name is not (KernelTypes.SectionName or ".ksyms" or ".kconfig"))
                Complete(image, section, where);
        }
    }

    private static void Complete(ElfImage image, BtfNode section, string where)
    {
        ElfImageSection[] places = [.. image.Sections.Where(candidate => candidate.Name == section.Name && candidate.IsAllocated)];
        if (places.Length != 1)
        {
            throw new BuildException(
                $"{places.Length} sections are called {section.Name}, expected one", where,
                "#[used] gives each static a section of its own: leave it out, #[no_mangle] is enough");
        }

        section.SizeOrType = (uint)places[0].Size;
        Replace(section, section.Items.OrderBy(item => item.First));
    }

    /// <summary>
    /// The pointers' memory is dropped, so the layout is made up. As static variables they need no symbol, and their
    /// names say what they export.
    /// </summary>
    private static void CompleteExports(BtfGraph graph, BtfNode section)
    {
        foreach (BtfNode variable in section.Items.Select(item => graph.Nodes[(int)item.Type]))
        {
            BtfNode pointee = graph.Nodes[(int)graph.Nodes[(int)variable.SizeOrType].SizeOrType];
            variable.Name = ExportPrefix + pointee.Name;
            variable.Linkage = Static;
        }

        uint offset = 0;
        var laidOut = new List<BtfItem>();
        foreach (BtfItem item in section.Items.OrderBy(item => graph.Nodes[(int)item.Type].Name, StringComparer.Ordinal))
        {
            laidOut.Add(item with { First = offset });
            offset += item.Second;
        }

        section.SizeOrType = offset;
        Replace(section, laidOut);
    }

    private static void Replace(BtfNode section, IEnumerable<BtfItem> items)
    {
        List<BtfItem> list = [.. items];
        section.Items.Clear();
        section.Items.AddRange(list);
    }
}
