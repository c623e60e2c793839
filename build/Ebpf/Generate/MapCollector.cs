using System.Collections.Generic;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;

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
        var scope = new NameScope(where + ": the maps", "Map", "Maps");
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
        uint type = 0, entries = 0, keyBytes = 0, valueBytes = 0;
        string? keyType = null, valueType = null;
        for (int i = 0; i < definition.Count; i++)
        {
            BtfMember member = btf.Member(definition, i);
            string attribute = Encoding.UTF8.GetString(btf.Name(member.NameOffset));
            BtfType pointer = btf.Type(member.Type);
            if (pointer.Kind != BtfKind.Pointer) throw new BuildException($"map '{source}': '{attribute}' is not a pointer", where);
            switch (attribute)
            {
                case "type": type = Number(btf, pointer, source, attribute, where); break;
                case "max_entries": entries = Number(btf, pointer, source, attribute, where); break;
                case "key_size": keyBytes = Number(btf, pointer, source, attribute, where); break;
                case "value_size": valueBytes = Number(btf, pointer, source, attribute, where); break;
                case "key": (keyType, keyBytes) = Pointee(types, pointer, source + ".key"); break;
                case "value": (valueType, valueBytes) = Pointee(types, pointer, source + ".value"); break;
            }
        }

        return new(name, source, type, keyBytes, keyType, valueBytes, valueType, entries);
    }

    private static uint Number(scoped in BtfReader btf, BtfType pointer, string map, string attribute, string where)
    {
        BtfType array = btf.Type(pointer.SizeOrType);
        return array.Kind == BtfKind.Array
            ? btf.Array(array).Count
            : throw new BuildException($"map '{map}': '{attribute}' is not a number", where);
    }

    private static (string Name, uint Bytes) Pointee(scoped in TypeCollector types, BtfType pointer, string path)
    {
        FieldType type = types.Resolve(pointer.SizeOrType, path);
        return (type.Source, type.SizeBytes * (type.Count ?? 1));
    }
}
