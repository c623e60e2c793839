using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>All types of an object's BTF, taken apart so that they can be changed (the kernel's Documentation/bpf/btf.rst).</summary>
internal sealed class BtfGraph
{
    private byte[] _strings = [0];

    /// <summary>The types by id; the first one stands for void.</summary>
    public List<BtfNode> Nodes { get; private set; } = [new BtfNode { Kind = BtfKind.Void }];

    /// <summary>Reads a <c>.BTF</c> section.</summary>
    /// <exception cref="BuildException">It is malformed, or a type refers to one that isn't there.</exception>
    public static unsafe BtfGraph Read(ReadOnlySpan<byte> data, string where)
    {
        // The reader keeps a position for each type, and none is shorter than 12 bytes.
        byte[] positions = new byte[((data.Length / 12) + 2) * sizeof(int)];
        fixed (byte* block = positions)
        {
            var arena = new Arena(block, positions.Length);
            Faults.ThrowIf(BtfReader.Open(data, ref arena, out BtfReader btf), where);
            var graph = new BtfGraph { _strings = btf.Strings.ToArray() };
            for (uint id = 1; id < btf.TypeCount; id++)
                graph.Nodes.Add(Read(btf, btf.Type(id)));
            graph.Check(where);
            return graph;
        }
    }

    /// <summary>The string at an offset of the section that was read; empty where there is none.</summary>
    public string Text(uint offset)
    {
        if (offset >= (uint)_strings.Length)
            return "";
        ReadOnlySpan<byte> rest = _strings.AsSpan((int)offset);
        // The reader made sure that the last byte is zero.
        return Latin1(rest[..rest.IndexOf((byte)0)]);
    }

    /// <summary>The ids that a type refers to, void among them.</summary>
    public static IEnumerable<uint> References(BtfNode node)
    {
        if (node.RefersToType)
            yield return node.SizeOrType;
        if (!node.ItemsHaveTypes)
            yield break;
        foreach (BtfItem item in node.Items)
        {
            yield return item.Type;
            if (node.Kind == BtfKind.Array)
                yield return item.First;
        }
    }

    /// <summary>Keeps only what can be reached from some types, in the same order.</summary>
    /// <param name="roots">Ids of types that stay.</param>
    /// <returns>The new id of each old one; 0 for those that are gone.</returns>
    public uint[] Prune(IEnumerable<uint> roots)
    {
        var kept = new bool[Nodes.Count];
        var pending = new Stack<uint>(roots);
        while (pending.TryPop(out uint id))
        {
            if (id == 0 || kept[id])
                continue;
            kept[id] = true;
            foreach (uint reference in References(Nodes[(int)id]))
                pending.Push(reference);
        }

        var ids = new uint[Nodes.Count];
        var nodes = new List<BtfNode> { Nodes[0] };
        for (int id = 1; id < Nodes.Count; id++)
        {
            // A tag goes with what it is on.
            bool stays = kept[id] || (Nodes[id].Kind == BtfKind.DeclarationTag && kept[Nodes[id].SizeOrType]);
            if (!stays)
                continue;
            ids[id] = (uint)nodes.Count;
            nodes.Add(Nodes[id]);
        }

        Nodes = nodes;
        foreach (BtfNode node in nodes)
            Renumber(node, ids);
        return ids;
    }

    private static void Renumber(BtfNode node, uint[] ids)
    {
        if (node.RefersToType)
            node.SizeOrType = ids[node.SizeOrType];
        if (!node.ItemsHaveTypes)
            return;
        for (int i = 0; i < node.Items.Count; i++)
        {
            BtfItem item = node.Items[i];
            uint first = node.Kind == BtfKind.Array ? ids[item.First] : item.First;
            node.Items[i] = item with { Type = ids[item.Type], First = first };
        }
    }

    private static BtfNode Read(BtfReader btf, BtfType type)
    {
        var node = new BtfNode
        {
            Kind = type.Kind,
            KindFlag = type.KindFlag,
            Name = Latin1(btf.Name(type)),
            SizeOrType = type.SizeOrType,
            Linkage = type.Kind switch
            {
                BtfKind.Function => (uint)type.Linkage,
                BtfKind.Variable => btf.VariableLinkage(type),
                _ => 0,
            },
            Word = type.Kind switch
            {
                BtfKind.Int => IntWord(btf.IntEncoding(type)),
                BtfKind.DeclarationTag => (uint)btf.TaggedComponent(type),
                _ => 0,
            },
        };
        if (type.Kind == BtfKind.Array)
        {
            BtfArray array = btf.Array(type);
            node.Items.Add(new BtfItem("", array.Element, array.Index, array.Count));
            return node;
        }

        // Other kinds have no items, whatever their count says; a function keeps its linkage there.
        bool hasItems = type.IsComposite || type.IsEnum || type.Kind is BtfKind.FunctionPrototype or BtfKind.DataSection;
        for (int i = 0; hasItems && i < type.Count; i++)
            node.Items.Add(ReadItem(btf, type, i));
        return node;
    }

    private static BtfItem ReadItem(BtfReader btf, BtfType type, int index)
    {
        switch (type.Kind)
        {
            case BtfKind.Struct or BtfKind.Union:
                BtfMember member = btf.Member(type, index);
                return new BtfItem(Latin1(btf.Name(member.NameOffset)), member.Type, member.BitOffset | (member.BitSize << 24), 0);
            case BtfKind.Enum or BtfKind.Enum64:
                BtfEnumerator enumerator = btf.Enumerator(type, index);
                return new BtfItem(
                    Latin1(btf.Name(enumerator.NameOffset)), 0, (uint)enumerator.Value, (uint)(enumerator.Value >> 32));
            case BtfKind.FunctionPrototype:
                BtfParameter parameter = btf.Parameter(type, index);
                return new BtfItem(Latin1(btf.Name(parameter.NameOffset)), parameter.Type, 0, 0);
            default:
                BtfSectionVariable variable = btf.SectionVariable(type, index);
                return new BtfItem("", variable.Type, variable.Offset, variable.Size);
        }
    }

    private static uint IntWord(BtfIntEncoding encoding) =>
        (uint)encoding.Bits | ((uint)encoding.BitOffset << 16) | ((uint)encoding.Flags << 24);

    private void Check(string where)
    {
        for (int id = 1; id < Nodes.Count; id++)
        {
            foreach (uint reference in References(Nodes[id]))
            {
                if (reference >= (uint)Nodes.Count)
                    throw new BuildException($"BTF type {id} refers to type {reference}, but there are {Nodes.Count - 1}", where);
            }
        }
    }

    private static string Latin1(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
