using System.Collections.Generic;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Maps;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>
/// Reads the definitions in <c>.maps</c>, which libbpf calls BTF-defined: a member's number is the length of an array behind a
/// pointer, a member's type is what a pointer points to.
/// </summary>
internal static class MapCollector
{
    /// <summary>All maps of an object; their key and value types are collected on the way.</summary>
    internal static List<GeneratedMap> Collect(scoped in BtfReader btf, scoped in TypeCollector types, string where)
    {
        var maps = new List<GeneratedMap>();
        if (!btf.TryFind(".maps"u8, BtfKind.DataSection, out BtfType section)) return maps;
        var scope = new NameScope(where + ": the maps", "Map", "Maps", "MapHandles", "Corewright", "Equals", "GetHashCode", "GetType", "ToString");
        for (int i = 0; i < section.Count; i++)
        {
            BtfType variable = btf.Type(btf.SectionVariable(section, i).Type);
            string name = Encoding.UTF8.GetString(btf.Name(variable));
            Fault fault = btf.SkipModifiers(variable.SizeOrType, out BtfType definition);
            if (fault.Failed || definition.Kind != BtfKind.Struct)
                throw new BuildException($"map '{name}' is not defined by a struct", where);
            maps.Add(Map(btf, types, definition, name, scope.Take(name), where));
        }

        return maps;
    }

    private static GeneratedMap Map(
        scoped in BtfReader btf, scoped in TypeCollector types, BtfType definition, string source, string name, string where)
    {
        uint type = 0, entries = 0;
        GeneratedMapPart key = default, value = default;
        for (int i = 0; i < definition.Count; i++)
        {
            BtfMember member = btf.Member(definition, i);
            string attribute = Encoding.UTF8.GetString(btf.Name(member.NameOffset));
            switch (attribute)
            {
                case "type": type = Number(btf, member, source, attribute, where); break;
                case "max_entries": entries = Number(btf, member, source, attribute, where); break;
                case "key_size": key = key with { Bytes = Number(btf, member, source, attribute, where) }; break;
                case "value_size": value = value with { Bytes = Number(btf, member, source, attribute, where) }; break;
                case "key": key = Pointee(types, Pointer(btf, member, source, attribute, where), source, attribute); break;
                case "value": value = Pointee(types, Pointer(btf, member, source, attribute, where), source, attribute); break;
                default: break; // What only the kernel needs to know, and maps inside maps.
            }
        }

        return new(name, source, (MapType)type, key, value, entries);
    }

    private static BtfType Pointer(scoped in BtfReader btf, BtfMember member, string map, string attribute, string where) =>
        !btf.SkipModifiers(member.Type, out BtfType pointer).Failed && pointer.Kind == BtfKind.Pointer
            ? pointer
            : throw new BuildException($"map '{map}': '{attribute}' is not a pointer", where);

    private static uint Number(scoped in BtfReader btf, BtfMember member, string map, string attribute, string where)
    {
        BtfType pointer = Pointer(btf, member, map, attribute, where);
        return !btf.SkipModifiers(pointer.SizeOrType, out BtfType array).Failed && array.Kind == BtfKind.Array
            ? btf.Array(array).Count
            : throw new BuildException($"map '{map}': '{attribute}' is not a number", where);
    }

    private static GeneratedMapPart Pointee(scoped in TypeCollector types, BtfType pointer, string map, string attribute)
    {
        FieldType type = types.Resolve(pointer.SizeOrType, map + "." + attribute);
        uint bytes = type.SizeBytes * (type.Count ?? 1);
        // C# has no type for an array's values; a struct around them is one.
        return new(bytes, type.Source, type.Count is null ? type.Name : types.Wrap(type, map + "_" + attribute));
    }
}
