using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>
/// Turns BTF types into C# types, each one once. Nothing is guessed: what has no exact counterpart (bit fields, flexible arrays)
/// is an error that names the field.
/// </summary>
internal ref struct TypeCollector
{
    /// <summary>The most elements of an array that is written out as single fields.</summary>
    private const uint MostNumberedFields = 64;

    /// <summary>No real object comes near; a malicious one must not keep us busy for ever.</summary>
    private const int MostVisits = 100_000;

    private static readonly string[] ReservedMembers =
        ["SizeBytes", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize"];

    private readonly BtfReader btf;
    private readonly string where;
    private readonly Dictionary<uint, (string Name, uint Alignment)> done = [];
    private readonly Dictionary<uint, FieldType> flags = [];
    private readonly HashSet<uint> open = [];
    private readonly int[] visits = [0];
    private readonly NameScope names, constants;

    /// <summary>A collector of one object's types.</summary>
    /// <param name="btf">The object's BTF, validated.</param>
    /// <param name="where">The object's path, for errors.</param>
    internal TypeCollector(BtfReader btf, string where)
    {
        this.btf = btf;
        this.where = where;
        names = new NameScope(where, "Type", "Maps", "MapHandles", "Constants", "Corewright", "Layout", "Flags", "StructLayout", "LayoutKind", "FieldOffset", "ReadOnlySpan");
        constants = new NameScope(where + ": the constants", "Value", ["Constants", .. ReservedMembers]);
    }

    /// <summary>What was collected.</summary>
    internal List<GeneratedEnum> Enums { get; } = [];

    /// <summary>What was collected.</summary>
    internal List<GeneratedStruct> Structs { get; } = [];

    /// <summary>What was collected.</summary>
    internal List<GeneratedNumber> Constants { get; } = [];

    /// <summary>
    /// Takes what <c>flags!</c> and <c>export_const!</c> leave behind: a struct around an enum with the names and numbers, which
    /// debug information has for nothing else.
    /// </summary>
    /// <param name="id">A type's id; anything else than these is left alone.</param>
    /// <param name="path">How it is reached, for errors.</param>
    internal readonly void TakeMarked(uint id, string path)
    {
        switch (Mark(id, out BtfType type))
        {
            case 2:
                Flags(btf.Member(type, 0).Type, btf.Member(type, 1).Type, path);
                break;
            case 1:
                Constant(btf.Member(type, 0).Type, path);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether <see cref="TakeMarked"/> takes a type.</summary>
    internal readonly bool IsMarked(uint id) => Mark(id, out _) != 0;

    // How many members of such a struct there are; 0 if it is none.
    private readonly int Mark(uint id, out BtfType type)
    {
        if (btf.SkipModifiers(id, out type).Failed || type.Kind != BtfKind.Struct || type.Count is not (1 or 2))
            return 0;
        return btf.NameEquals(btf.Member(type, 0).NameOffset, type.Count == 2 ? "corewright_flags"u8 : "corewright_constant"u8) ? type.Count : 0;
    }

    private readonly void Flags(uint type, uint values, string path)
    {
        Check(btf.SkipModifiers(type, out BtfType flagged), path);
        BtfType bits = EnumOf(values, path);
        string source = Text(btf.Name(flagged));
        if (flagged.Kind != BtfKind.Struct || flagged.SizeOrType != bits.SizeOrType || source.Length == 0)
            throw new BuildException($"'{path}' does not look like what flags! makes", where);
        string underlying = Underlying(bits, path), name = names.Take(source);
        Enums.Add(new(name, source, Wide(bits), underlying, (int)bits.SizeOrType, Values(bits, source), IsFlags: true));
        flags.Add(flagged.Id, new(name, source, bits.SizeOrType, bits.SizeOrType, null, underlying));
    }

    private readonly void Constant(uint value, string path)
    {
        BtfType type = EnumOf(value, path);
        string source = Text(btf.Name(type)), underlying = Underlying(type, path);
        IReadOnlyList<GeneratedConstant> values = Values(type, source);
        if (values.Count != 1 || source.Length == 0)
            throw new BuildException($"'{path}' does not look like what export_const! makes", where);
        Constants.Add(new(constants.Take(source), source, underlying, values[0].Value));
    }

    private readonly BtfType EnumOf(uint id, string path)
    {
        Check(btf.SkipModifiers(id, out BtfType type), path);
        return type.IsEnum ? type : throw new BuildException($"'{path}' is no enum", where);
    }

    /// <summary>Works out a type, and collects it and all that it is made of.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="path">How it is reached, for errors and for types without a name.</param>
    internal readonly FieldType Resolve(uint id, string path)
    {
        Check(btf.SkipModifiers(id, out BtfType type), path);
        string source = Text(btf.Name(type));
        switch (type.Kind)
        {
            case BtfKind.Int:
                return Integer(type, source, path);
            case BtfKind.Float when type.SizeOrType is 4 or 8:
                string real = type.SizeOrType == 4 ? "float" : "double";
                return new(real, source, type.SizeOrType, type.SizeOrType, null, real);
            case BtfKind.Pointer:
                // The program's own pointers: 8 bytes on every machine. Of no use to user space but to print.
                return new("ulong", "*" + Text(btf.Name(btf.Type(type.SizeOrType))), 8, 8, null, "ulong");
            case BtfKind.Enum or BtfKind.Enum64:
                return Enum(type, source, path);
            case BtfKind.Struct or BtfKind.Union:
                return flags.TryGetValue(type.Id, out FieldType flagged) ? flagged : Composite(type, source, path);
            case BtfKind.Array:
                BtfArray array = btf.Array(type);
                Enter(type, path);
                FieldType element = Resolve(array.Element, path);
                open.Remove(type.Id);
                string each = string.Create(CultureInfo.InvariantCulture, $"[{element.Source}; {array.Count}]");
                ulong count = (ulong)array.Count * (element.Count ?? 1);
                if (count is 0 or > int.MaxValue) throw Unsupported($"an array of {count} elements", path);
                return element with { Source = each, Count = (uint)count };
            default:
                throw Unsupported($"a type of kind {type.Kind}", path);
        }
    }

    /// <summary>Puts an array into a struct of its own.</summary>
    /// <param name="array">The array.</param>
    /// <param name="path">What the struct is called.</param>
    /// <returns>The struct's name in C#.</returns>
    internal readonly string Wrap(FieldType array, string path)
    {
        string name = names.Take(path);
        var fields = new List<GeneratedField>();
        AddField(array, 0, "items", path, new NameScope($"{where}: {path}", "Field", [name, .. ReservedMembers]), fields);
        uint bytes = array.SizeBytes * array.Count!.Value;
        Structs.Add(new(name, array.Source, "ARRAY", (int)bytes, (int)array.Alignment, array.Alignment > 8, fields));
        return name;
    }

    private readonly FieldType Integer(BtfType type, string source, string path)
    {
        BtfIntEncoding encoding = btf.IntEncoding(type);
        if (encoding.BitOffset != 0 || encoding.Bits != type.SizeOrType * 8 && (encoding.Flags & 4) == 0)
            throw Unsupported($"an integer of {encoding.Bits} bits in {type.SizeOrType} bytes", path);
        if (type.SizeOrType == 16) return new("ulong", source, 8, 16, 2, "ulong");
        string name = (type.SizeOrType, encoding.IsSigned, (encoding.Flags & 4) != 0) switch
        {
            (1, _, true) => "bool",
            (1, true, _) => "sbyte",
            (1, false, _) => "byte",
            (2, true, _) => "short",
            (2, false, _) => "ushort",
            (4, true, _) => "int",
            (4, false, _) => "uint",
            (8, true, _) => "long",
            (8, false, _) => "ulong",
            _ => throw Unsupported($"an integer of {type.SizeOrType} bytes", path),
        };
        return new(name, source, type.SizeOrType, type.SizeOrType, null, name);
    }

    private readonly FieldType Enum(BtfType type, string source, string path)
    {
        string underlying = Underlying(type, path);
        if (!done.TryGetValue(type.Id, out var known))
        {
            known = (names.Take(source.Length == 0 ? path : source), type.SizeOrType);
            done.Add(type.Id, known);
            // Beside an enum there is a class that knows its values.
            names.Take(known.Name + "_values");
            Enums.Add(new(known.Name, source, Wide(type), underlying, (int)type.SizeOrType, Values(type, source)));
        }

        return new(known.Name, source, type.SizeOrType, type.SizeOrType, null, underlying);
    }

    private static string Wide(BtfType type) => type.Kind == BtfKind.Enum64 ? "ENUM64" : "ENUM";

    private readonly string Underlying(BtfType type, string path) => (type.SizeOrType, type.KindFlag) switch
    {
        (1, true) => "sbyte",
        (1, false) => "byte",
        (2, true) => "short",
        (2, false) => "ushort",
        (4, true) => "int",
        (4, false) => "uint",
        (8, true) => "long",
        (8, false) => "ulong",
        _ => throw Unsupported($"an enum of {type.SizeOrType} bytes", path),
    };

    private readonly List<GeneratedConstant> Values(BtfType type, string source)
    {
        var scope = new NameScope($"{where}: {source}", "Value", ReservedMembers);
        var values = new List<GeneratedConstant>();
        for (int i = 0; i < type.Count; i++)
        {
            BtfEnumerator constant = btf.Enumerator(type, i);
            string name = Text(btf.Name(constant.NameOffset));
            ulong mask = ulong.MaxValue >> (64 - (8 * (int)type.SizeOrType));
            string value = type.KindFlag
                ? ((long)constant.Value).ToString(CultureInfo.InvariantCulture)
                : (constant.Value & mask).ToString(CultureInfo.InvariantCulture);
            values.Add(new(scope.Take(name), name, value));
        }

        return values;
    }

    private readonly FieldType Composite(BtfType type, string source, string path)
    {
        if (!done.TryGetValue(type.Id, out var known))
        {
            Enter(type, path);
            string shown = source.Length == 0 ? path : source;
            string name = names.Take(shown);
            var fields = new List<GeneratedField>();
            uint alignment = 1;
            bool misplaced = false;
            Members(type, 0, shown, new NameScope($"{where}: {shown}", "Field", [name, .. ReservedMembers]), fields, ref alignment,
                ref misplaced, type.SizeOrType);
            bool packed = misplaced || type.SizeOrType % alignment != 0;
            known = (name, packed ? 1 : alignment);
            done.Add(type.Id, known);
            open.Remove(type.Id);
            Structs.Add(new(name, shown, type.Kind == BtfKind.Union ? "UNION" : "STRUCT", (int)type.SizeOrType,
                (int)known.Alignment, packed, fields));
        }

        return new(known.Name, source.Length == 0 ? known.Name : source, type.SizeOrType, known.Alignment, null, null);
    }

    private readonly void Members(
        BtfType type, uint baseOffset, string path, NameScope scope, List<GeneratedField> fields, ref uint alignment,
        ref bool misplaced, uint limit)
    {
        for (int i = 0; i < type.Count; i++)
        {
            BtfMember member = btf.Member(type, i);
            string source = Text(btf.Name(member.NameOffset));
            string at = path + "." + (source.Length == 0 ? i.ToString(CultureInfo.InvariantCulture) : source);
            if (member.BitSize != 0 || member.BitOffset % 8 != 0) throw Unsupported("a bit field", at);
            uint offset = baseOffset + (member.BitOffset / 8);
            Check(btf.SkipModifiers(member.Type, out BtfType inner), at);
            if (source.Length == 0 && inner.IsComposite)
            {
                // An anonymous member's fields belong to the struct around it, as in C.
                Enter(inner, at);
                Members(inner, offset, path, scope, fields, ref alignment, ref misplaced, limit);
                open.Remove(inner.Id);
                continue;
            }

            FieldType field = Resolve(member.Type, at);
            if ((ulong)offset + ((ulong)field.SizeBytes * (field.Count ?? 1)) > limit)
                throw new BuildException($"'{at}' reaches beyond the {limit} bytes of its struct", where);
            alignment = uint.Max(alignment, field.Alignment);
            misplaced |= offset % field.Alignment != 0;
            AddField(field, offset, source, at, scope, fields);
        }
    }

    private readonly void AddField(
        FieldType field, uint offset, string source, string path, NameScope scope, List<GeneratedField> fields)
    {
        if (field.Count is not { } count || field.Buffer is not null)
        {
            // Beside a buffer there is a constant with its length.
            if (field.Count is not null) scope.Take(source + "_length");
            fields.Add(new(scope.Take(source), source, field.Source, (int)offset,
                field.Count is null ? field.Name : field.Buffer!, (int)(field.Count ?? 0)));
            return;
        }

        // C# has no fixed-size buffers of structs, and an inline array needs more of a core library than the loader has.
        if (count > MostNumberedFields) throw Unsupported($"an array of {count} structs (at most {MostNumberedFields})", path);
        for (uint i = 0; i < count; i++)
        {
            string name = scope.Take(source + "_" + i.ToString(CultureInfo.InvariantCulture));
            fields.Add(new(name, $"{source}[{i}]", field.Source, (int)(offset + (i * field.SizeBytes)), field.Name, 0));
        }
    }

    private readonly void Enter(BtfType type, string path)
    {
        if (!open.Add(type.Id)) throw Unsupported("a type that contains itself", path);
        if (open.Count > BtfReader.MaxDepth || ++visits[0] > MostVisits) throw Unsupported("nested too deeply", path);
    }

    private readonly void Check(Fault fault, string path)
    {
        if (fault.Failed) throw new BuildException($"'{path}': {Text(FaultText.Of(fault.Code))} (BTF type {fault.Index})", where);
    }

    private readonly BuildException Unsupported(string what, string path) => new(
        $"'{path}' is {what}, which has no counterpart in C#", where, "use integers, enums, arrays and #[repr(C)] structs of them");

    private static string Text(System.ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);
}
