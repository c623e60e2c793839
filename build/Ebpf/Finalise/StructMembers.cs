using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// Puts members in the order of their offsets, which the kernel insists on (<c>btf_struct_check_meta</c> in kernel/bpf/btf.c).
/// rustc lists the fields of a struct without <c>repr(C)</c> as the source does, and lays them out as it likes.
/// </summary>
internal static class StructMembers
{
    /// <summary>Sorts the members of every struct; equal offsets keep their order.</summary>
    public static void Sort(BtfGraph graph)
    {
        foreach (BtfNode node in graph.Nodes.Where(node => node.Kind == BtfKind.Struct))
        {
            List<BtfItem> sorted = [.. node.Items.OrderBy(item => node.KindFlag ? item.First & 0xffffff : item.First)];
            node.Items.Clear();
            node.Items.AddRange(sorted);
        }
    }
}
