using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// The kernel types that the crates declare with <c>kernel_types!</c>: what the pointers in <c>.bpf_kernel_types</c> point to.
/// Only among these a mark's type is looked for, so that a type of the program's own may be called the same.
/// </summary>
internal sealed class KernelTypes
{
    /// <summary>The section that the pointers are in.</summary>
    public const string SectionName = ".bpf_kernel_types";

    private const int LongestChain = 64;

    private readonly BtfGraph _graph;
    private readonly List<uint> _declared = [];

    /// <summary>Finds the declared types.</summary>
    public KernelTypes(BtfGraph graph)
    {
        _graph = graph;
        IEnumerable<BtfItem> variables = graph.Nodes
            .Where(node => node.Kind == BtfKind.DataSection && node.Name == SectionName).SelectMany(section => section.Items);
        foreach (BtfItem variable in variables)
        {
            BtfNode pointer = graph.Nodes[(int)graph.Nodes[(int)variable.Type].SizeOrType];
            if (pointer.Kind == BtfKind.Pointer && pointer.SizeOrType != 0)
                _declared.Add(pointer.SizeOrType);
        }

        foreach (uint id in _declared.Distinct())
        {
            List<BtfItem> members = graph.Nodes[(int)id].Items;
            for (int i = 0; i < members.Count; i++)
                members[i] = members[i] with { Name = InKernel(members[i].Name) };
            if (graph.Nodes[(int)id].Kind == BtfKind.Struct && IsTypedef(graph.Nodes[(int)id].Name))
                MakeTypedef(id);
        }
    }

    /// <summary>
    /// Whether a kernel type of that name is taken to be a typedef: the kernel's coding style keeps names like <c>atomic_t</c> and
    /// <c>kuid_t</c> for these, and the structs behind most of them have none.
    /// </summary>
    public static bool IsTypedef(string name)
    {
        int flavour = name.IndexOf("___", StringComparison.Ordinal);
        return (flavour > 0 ? name.AsSpan(0, flavour) : name).EndsWith("_t", StringComparison.Ordinal);
    }

    // CO-RE compares kinds before names: what is a typedef in the kernel has to be one here.
    private void MakeTypedef(uint id)
    {
        BtfNode named = _graph.Nodes[(int)id];
        var hidden = new BtfNode { Kind = BtfKind.Struct, KindFlag = named.KindFlag, SizeOrType = named.SizeOrType };
        hidden.Items.AddRange(named.Items);
        _graph.Nodes[(int)id] = new BtfNode { Kind = BtfKind.Typedef, Name = named.Name, SizeOrType = (uint)_graph.Nodes.Count };
        _graph.Nodes.Add(hidden);
    }

    /// <summary>Makes a mark a relocation record.</summary>
    /// <exception cref="BuildException">The mark names a type, field or value that is not declared.</exception>
    public RelocationRecord Resolve(CoreMark mark)
    {
        string[] parts = mark.Path.Split(':', 2);
        string name = parts[0].Trim();
        uint[] candidates = [.. _declared.Where(id => _graph.Nodes[(int)id].Name == name)];
        if (candidates.Length == 0)
            throw new BuildException($"no kernel type '{name}' is declared", mark.Source, "declare it with kernel_types!");
        if (CoreKindName.IsType(mark.Kind))
            return new RelocationRecord(mark.Section.Name, mark.Offset, candidates[0], "0", mark.Kind);

        // The same type may be declared twice, in two crates, each with the fields that it needs. The instruction says whose it is.
        string member = parts.Length == 2 ? parts[1] : "";
        RelocationRecord? first = null;
        foreach (uint id in candidates)
        {
            if (Access(id, member, mark, out uint offset) is not { } access)
                continue;
            var record = new RelocationRecord(mark.Section.Name, mark.Offset, id, access, mark.Kind);
            if (mark.Kind != CoreKind.FieldByteOffset || mark.LocalOffset == offset)
                return record;
            first ??= record;
        }

        string what = CoreKindName.IsEnumerator(mark.Kind) ? "value" : "field";
        return first ?? throw new BuildException(
            $"the declaration of '{name}' has no {what} '{member.Trim()}'", mark.Source, "add it to the kernel_types! declaration");
    }

    /// <summary>A field's name as the kernel has it: Rust writes words of its own as <c>r#type</c>, and can't write some at all.</summary>
    private static string InKernel(string name) => name switch
    {
        "self_" or "Self_" or "super_" or "crate_" => name[..^1],
        _ when name.StartsWith("r#", StringComparison.Ordinal) => name[2..],
        _ => name,
    };

    private string? Access(uint id, string member, CoreMark mark, out uint offset)
    {
        offset = 0;
        if (CoreKindName.IsEnumerator(mark.Kind))
        {
            BtfNode enumeration = _graph.Nodes[(int)id];
            int value = enumeration.Kind is BtfKind.Enum or BtfKind.Enum64
                ? enumeration.Items.FindIndex(item => item.Name == member.Trim()) : -1;
            return value < 0 ? null : value.ToString(CultureInfo.InvariantCulture);
        }

        // The leading 0 is the object itself, as if it were the first of an array.
        var indexes = new List<int> { 0 };
        foreach (string step in member.Split(['.', '['], StringSplitOptions.TrimEntries))
        {
            BtfNode composite = _graph.Nodes[(int)WithoutModifiers(id)];
            int index;
            if (step.EndsWith(']'))
            {
                if (composite.Kind != BtfKind.Array || !int.TryParse(step[..^1], CultureInfo.InvariantCulture, out index))
                    return null;
                id = composite.Items[0].Type;
                offset += (uint)index * SizeOf(id);
            }
            else
            {
                bool hasFields = composite.Kind is BtfKind.Struct or BtfKind.Union;
                string field = InKernel(step);
                index = hasFields ? composite.Items.FindIndex(item => item.Name == field) : -1;
                if (index < 0)
                    return null;
                // Rust has no fields of single bits, so that the offset is a multiple of eight.
                offset += composite.Items[index].First / 8;
                id = composite.Items[index].Type;
            }

            indexes.Add(index);
        }

        return string.Join(':', indexes);
    }

    private uint SizeOf(uint id)
    {
        uint count = 1;
        for (int i = 0; i < LongestChain; i++)
        {
            BtfNode node = _graph.Nodes[(int)WithoutModifiers(id)];
            if (node.Kind != BtfKind.Array)
                return count * (node.Kind == BtfKind.Pointer ? sizeof(ulong) : node.SizeOrType);
            count *= node.Items[0].Second;
            id = node.Items[0].Type;
        }

        return 0;
    }

    private uint WithoutModifiers(uint id)
    {
        for (int i = 0; i < LongestChain; i++)
        {
            BtfNode node = _graph.Nodes[(int)id];
            if (node.Kind is not (BtfKind.Typedef or BtfKind.Const or BtfKind.Volatile or BtfKind.Restrict or BtfKind.TypeTag))
                return id;
            id = node.SizeOrType;
        }

        return 0;
    }
}
