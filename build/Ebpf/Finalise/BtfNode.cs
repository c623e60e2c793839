using System.Collections.Generic;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>One BTF type that can be changed (<c>struct btf_type</c> and what follows it).</summary>
internal sealed class BtfNode
{
    /// <summary>What it is.</summary>
    public required BtfKind Kind { get; init; }

    /// <summary><c>kind_flag</c>.</summary>
    public bool KindFlag { get; init; }

    /// <summary>Its name; empty for none.</summary>
    public string Name { get; set; } = "";

    /// <summary>A size or a type's id, by kind.</summary>
    public uint SizeOrType { get; set; }

    /// <summary>A function's or variable's linkage: 0 static, 1 global, 2 extern.</summary>
    public uint Linkage { get; set; }

    /// <summary>The word that follows an integer (its encoding) or a declaration's tag (which component).</summary>
    public uint Word { get; init; }

    /// <summary>Members, enumerators, parameters, variables; of an array, the one description.</summary>
    public List<BtfItem> Items { get; } = [];

    /// <summary>Whether <see cref="SizeOrType"/> is a type's id.</summary>
    public bool RefersToType => Kind is BtfKind.Pointer or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const
        or BtfKind.Restrict or BtfKind.Function or BtfKind.FunctionPrototype or BtfKind.Variable or BtfKind.DeclarationTag
        or BtfKind.TypeTag;

    /// <summary>Whether the items' types are types' ids.</summary>
    public bool ItemsHaveTypes => Kind is BtfKind.Array or BtfKind.Struct or BtfKind.Union or BtfKind.FunctionPrototype
        or BtfKind.DataSection;
}

/// <summary>One item of a <see cref="BtfNode"/>.</summary>
/// <param name="Name">Of a member, enumerator or parameter.</param>
/// <param name="Type">Of a member, parameter, variable, array element.</param>
/// <param name="First">
/// A member's offset as encoded, an enumerator's (low) value, a variable's offset in its section, the id of an array's index type.
/// </param>
/// <param name="Second">An enumerator's high value, a variable's size, an array's length.</param>
internal readonly record struct BtfItem(string Name, uint Type, uint First, uint Second);
