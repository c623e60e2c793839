using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>Writes a <c>.BTF</c> section (the kernel's Documentation/bpf/btf.rst).</summary>
internal static class BtfWriter
{
    private const uint HeaderSize = 24;

    /// <summary>The section's bytes.</summary>
    /// <param name="graph">The types.</param>
    /// <param name="strings">Gets the types' names; may already hold those of <c>.BTF.ext</c>.</param>
    public static byte[] Write(BtfGraph graph, StringTable strings)
    {
        var types = new ByteWriter();
        for (int id = 1; id < graph.Nodes.Count; id++)
            Write(types, graph.Nodes[id], strings);
        byte[] texts = strings.ToArray();
        return new ByteWriter()
            .U16(BtfReader.Magic).Bytes([1, 0]).U32(HeaderSize)
            .U32(0).U32((uint)types.Length).U32((uint)types.Length).U32((uint)texts.Length)
            .Bytes(types.ToArray()).Bytes(texts)
            .ToArray();
    }

    private static void Write(ByteWriter types, BtfNode node, StringTable strings)
    {
        // A function keeps its linkage where others keep how many items follow; an array's one item is not counted.
        uint count = node.Kind switch
        {
            BtfKind.Function => node.Linkage,
            BtfKind.Array => 0,
            _ => (uint)node.Items.Count,
        };
        uint info = count | ((uint)node.Kind << 24) | (node.KindFlag ? 1u << 31 : 0);
        types.U32(strings.Add(node.Name)).U32(info).U32(node.SizeOrType);
        switch (node.Kind)
        {
            case BtfKind.Int or BtfKind.DeclarationTag:
                types.U32(node.Word);
                break;
            case BtfKind.Variable:
                types.U32(node.Linkage);
                break;
        }

        foreach (BtfItem item in node.Items)
            Write(types, node.Kind, item, strings);
    }

    private static void Write(ByteWriter types, BtfKind kind, BtfItem item, StringTable strings)
    {
        _ = kind switch
        {
            BtfKind.Struct or BtfKind.Union => types.U32(strings.Add(item.Name)).U32(item.Type).U32(item.First),
            BtfKind.Enum => types.U32(strings.Add(item.Name)).U32(item.First),
            BtfKind.Enum64 => types.U32(strings.Add(item.Name)).U32(item.First).U32(item.Second),
            BtfKind.FunctionPrototype => types.U32(strings.Add(item.Name)).U32(item.Type),
            _ => types.U32(item.Type).U32(item.First).U32(item.Second),
        };
    }
}
