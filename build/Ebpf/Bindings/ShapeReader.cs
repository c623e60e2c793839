using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Build.Plan;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>
/// Takes the wanted types, and what they need, out of one kernel's BTF (the kernel's Documentation/bpf/btf.rst). A struct inside
/// a wanted one is needed; what a pointer points to is not.
/// </summary>
internal ref struct ShapeReader
{
    private readonly BtfReader _btf;
    private readonly IReadOnlyList<WantedType> _wanted;
    private readonly IReadOnlyDictionary<string, uint> _ids;
    private readonly Dictionary<uint, string> _wantedNames = [];
    private readonly Dictionary<string, Demand> _demands = new(StringComparer.Ordinal);
    private readonly Queue<string> _open = new();

    private ShapeReader(BtfReader btf, IReadOnlyList<WantedType> wanted)
    {
        _btf = btf;
        _wanted = wanted;
        _ids = KernelIds.Of(btf);
        foreach (WantedType type in wanted.Where(type => type.Architecture is null))
        {
            if (_ids.TryGetValue(type.Name, out uint id) && !btf.SkipModifiers(id, out BtfType found).Failed)
                _wantedNames.TryAdd(found.Id, type.RustName);
        }
    }

    /// <summary>Reads.</summary>
    /// <param name="btf">The kernel's BTF, validated.</param>
    /// <param name="kernel">Which kernel it is.</param>
    /// <param name="wanted">What is wanted; what is for other architectures only is not looked for.</param>
    /// <exception cref="BuildException">A name is that of something else than a struct, union or enum.</exception>
    internal static KernelShape Read(BtfReader btf, Kernel kernel, IReadOnlyList<WantedType> wanted)
    {
        var reader = new ShapeReader(
            btf, [.. wanted.Where(type => type.Architecture is null || type.Architecture == kernel.Architecture)]);
        return new KernelShape(kernel, btf.PointerSize, reader.Read(), [.. reader._ids.Keys]);
    }

    private readonly Dictionary<string, TypeShape> Read()
    {
        var shapes = new Dictionary<string, TypeShape>(StringComparer.Ordinal);
        foreach (WantedType type in _wanted)
        {
            if (!_ids.TryGetValue(type.Name, out uint id))
                continue;
            Check(_btf.SkipModifiers(id, out BtfType found));
            if (!found.IsComposite && !found.IsEnum)
                throw new BuildException($"'{type.Name}' is no struct or enum", type.Where, "name one, or a typedef of one");
            if (found.Kind == BtfKind.Union && !_btf.HasNoName(found.NameOffset))
                throw new BuildException($"'{type.Name}' is a union, which CO-RE would look for as a struct", type.Where, "leave it out");
            Need(type.RustName, id, type, type.Fields?.Select(field => field.Path));
        }

        // A demand grows while others are read: what a later type needs of an earlier one is added by reading it again.
        while (_open.TryDequeue(out string? name))
            shapes[name] = Shape(name, _demands[name]);
        return shapes;
    }

    private readonly void Need(string name, uint id, WantedType? wanted, IEnumerable<string>? paths)
    {
        bool isNew = !_demands.TryGetValue(name, out Demand? demand);
        if (demand is null)
            _demands.Add(name, demand = new Demand(id, wanted, IsNamed(id, name)));
        int before = demand.Paths.Count;
        bool all = demand.All;
        // A type that is listed has what its entry says, and what is needed by a path through it.
        if (paths is null)
            demand.All |= wanted is not null || demand.Wanted is null;
        else
            demand.Paths.UnionWith(paths);
        if (isNew || demand.Paths.Count != before || demand.All != all)
            _open.Enqueue(name);
    }

    // A typedef counts where the finaliser makes one of the declaration, which is by its name.
    private readonly bool IsNamed(uint id, string name)
    {
        Check(_btf.SkipModifiers(id, out BtfType type));
        return !_btf.HasNoName(type.NameOffset) || (type.IsComposite && KernelTypes.IsTypedef(name) && _btf.Type(id).IsModifier);
    }

    private readonly TypeShape Shape(string name, Demand demand)
    {
        Check(_btf.SkipModifiers(demand.Id, out BtfType type));
        var leftOut = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var names = new List<string>();
        if (type.IsEnum)
            return new TypeShape(name, demand.Wanted, demand.IsNamed, Values(type, demand, names), [], leftOut, names);
        var fields = new List<FieldShape>();
        Members(type, name, demand, fields, leftOut, names, 0);
        return new TypeShape(name, demand.Wanted, demand.IsNamed, null, fields, leftOut, names);
    }

    private readonly List<ValueShape> Values(BtfType type, Demand demand, List<string> names)
    {
        var values = new List<ValueShape>();
        for (int i = 0; i < type.Count; i++)
        {
            BtfEnumerator value = _btf.Enumerator(type, i);
            string name = Text(value.NameOffset);
            names.Add(name);
            if (demand.Wants(name))
                values.Add(new ValueShape(name, (long)value.Value));
        }

        return values;
    }

    private readonly void Members(
        BtfType type, string name, Demand demand, List<FieldShape> fields, IDictionary<string, string> leftOut, List<string> names, int depth)
    {
        if (depth > BtfReader.MaxDepth)
            throw new BuildException($"'{name}' is nested too deeply");
        for (int i = 0; i < type.Count; i++)
        {
            BtfMember member = _btf.Member(type, i);
            string field = Text(member.NameOffset);
            Check(_btf.SkipModifiers(member.Type, out BtfType inner));
            if (field.Length == 0)
            {
                // The fields of a member without a name belong to the struct around it, for C and for CO-RE.
                if (inner.IsComposite)
                    Members(inner, name, demand, fields, leftOut, names, depth + 1);
                continue;
            }

            names.Add(field);
            if (!demand.Wants(field))
                continue;
            string? reason = member.BitSize != 0 ? "a bit field" : null;
            FieldType? found = reason is null ? Type(member.Type, $"{name}_{field}", demand.Below(field), depth, out reason) : null;
            if (found is null)
                leftOut[field] = reason!;
            else
                fields.Add(new FieldShape(field, found));
        }
    }

    // What a field is; null with the reason where Rust or CO-RE can't express it.
    private readonly FieldType? Type(uint id, string path, IReadOnlyList<string>? below, int depth, out string? reason)
    {
        reason = null;
        if (depth > BtfReader.MaxDepth)
            throw new BuildException($"'{path}' is nested too deeply");
        Check(_btf.SkipModifiers(id, out BtfType type));
        switch (type.Kind)
        {
            case BtfKind.Int:
                return Integer(type, out reason);
            case BtfKind.Pointer:
                return new FieldType(FieldKind.Pointer, (uint)_btf.PointerSize, Inner: Target(type.SizeOrType, depth + 1));
            case BtfKind.Enum or BtfKind.Enum64:
                string enumeration = NameOf(id, type, path);
                Need(enumeration, id, null, null);
                return new FieldType(FieldKind.Enumeration, type.SizeOrType, Name: enumeration);
            case BtfKind.Union when !_btf.HasNoName(type.NameOffset):
                // Locally it could only be a struct, which is never found as a union.
                reason = "a union with a name of its own";
                return null;
            case BtfKind.Struct or BtfKind.Union:
                if (type.Count == 0)
                {
                    reason = "an empty struct";
                    return null;
                }

                string composite = NameOf(id, type, path);
                Need(composite, id, null, below);
                return new FieldType(FieldKind.Composite, type.SizeOrType, Name: composite);
            case BtfKind.Array:
                BtfArray array = _btf.Array(type);
                FieldType? element = Type(array.Element, path, below, depth + 1, out reason);
                return element is null ? null : new FieldType(
                    FieldKind.Array, element.SizeBytes, Inner: element, Count: Math.Max(1, array.Count));
            default:
                reason = "a " + type.Kind;
                return null;
        }
    }

    private readonly FieldType? Integer(BtfType type, out string? reason)
    {
        BtfIntEncoding encoding = _btf.IntEncoding(type);
        string name = Text(type.NameOffset);
        reason = type.SizeOrType is 1 or 2 or 4 or 8 && encoding.Bits == type.SizeOrType * 8 || (encoding.Flags & 4) != 0
            ? null : $"an integer of {encoding.Bits} bits";
        // A char is a byte of text; whether it is signed differs between architectures.
        bool isWord = name is "long int" or "long unsigned int" or "long" or "unsigned long";
        return reason is null ? new FieldType(FieldKind.Integer, type.SizeOrType, encoding.IsSigned && name != "char", isWord) : null;
    }

    // What a pointer leads to, where that has a name in Rust; whether it is among the types is decided at the end.
    private readonly FieldType? Target(uint id, int depth)
    {
        if (depth > BtfReader.MaxDepth)
            return null;
        Check(_btf.SkipModifiers(id, out BtfType type));
        string? wanted = _wantedNames.GetValueOrDefault(type.Id);
        return type.Kind switch
        {
            BtfKind.Int => Integer(type, out _),
            BtfKind.Pointer => new FieldType(FieldKind.Pointer, (uint)_btf.PointerSize, Inner: Target(type.SizeOrType, depth + 1)),
            BtfKind.Struct or BtfKind.Union when wanted is not null || !_btf.HasNoName(type.NameOffset) =>
                new FieldType(FieldKind.Composite, type.SizeOrType, Name: wanted ?? Text(type.NameOffset)),
            BtfKind.Forward => new FieldType(FieldKind.Composite, 0, Name: Text(type.NameOffset)),
            _ => null,
        };
    }

    // A struct's tag; without one the typedef through which it is reached; without that, what the field's path makes of it.
    private readonly string NameOf(uint id, BtfType type, string path)
    {
        if (!_btf.HasNoName(type.NameOffset))
            return Text(type.NameOffset);
        string name = path;
        for (BtfType at = _btf.Type(id); at.IsModifier; at = _btf.Type(at.SizeOrType))
        {
            if (at.Kind == BtfKind.Typedef)
                name = Text(at.NameOffset);
        }

        return name;
    }

    private readonly string Text(uint nameOffset) => Encoding.Latin1.GetString(_btf.Name(nameOffset));

    private static void Check(Fault fault)
    {
        if (fault.Failed)
            throw new BuildException($"the BTF is damaged: {Encoding.UTF8.GetString(FaultText.Of(fault.Code))} ({fault.Index})");
    }

    /// <summary>What is needed of a type.</summary>
    private sealed class Demand(uint id, WantedType? wanted, bool isNamed)
    {
        internal uint Id => id;

        internal WantedType? Wanted => wanted;

        internal bool IsNamed => isNamed;

        internal HashSet<string> Paths { get; } = new(StringComparer.Ordinal);

        internal bool All { get; set; }

        internal bool Wants(string field) =>
            All || Paths.Any(path => path == field || path.StartsWith(field + ".", StringComparison.Ordinal));

        /// <summary>What is needed of the struct in a field; null for all of it.</summary>
        internal IReadOnlyList<string>? Below(string field)
        {
            string[] below = [.. Paths.Where(path => path.StartsWith(field + ".", StringComparison.Ordinal)).Select(path => path[(field.Length + 1)..])];
            return below.Length == 0 ? null : below;
        }
    }
}
