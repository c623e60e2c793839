using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Object;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Values;

/// <summary>Writes global variables, by section and name.</summary>
internal static class GlobalDump
{
    /// <summary>Writes the member <c>globals</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="session">A session whose maps are created.</param>
    public static void Write(ref JsonWriter json, scoped in Session session)
    {
        Span<byte> zero = stackalloc byte[sizeof(uint)];
        zero.Clear();
        json.BeginObject("globals"u8);
        for (int i = 0; i < session.Object.Maps.Length; i++)
        {
            ref MapSpec map = ref session.Object.Maps[i];
            if (map.SharedVariables.Length != 0 && session.Object.Types.TryFind(ObjectMaps.ArenaVariables, BtfKind.DataSection, out BtfType shared))
                Section(ref json, session, i, shared, map.SharedVariables);
            if (!map.IsData || map.Fd == MapSpec.NotCreated
                || !session.Object.Types.TryFind(session.Object.Name(map), BtfKind.DataSection, out BtfType section))
            {
                continue;
            }
            MappedMemory memory = MappedMemory.Allocate((int)map.ValueBytes);
            if (!memory.IsEmpty && MapElements.Lookup(map.Fd, zero, memory.Bytes) == 0)
                Section(ref json, session, i, section, memory.Bytes);
            memory.Dispose();
        }
        json.EndObject();
    }

    private static void Section(
        ref JsonWriter json, scoped in Session session, int map, BtfType section, ReadOnlySpan<byte> content)
    {
        var values = new ValueWriter(session.Object.Types);
        json.BeginObject(session.Object.Types.Name(section));
        for (int i = 0; i < section.Count; i++)
        {
            BtfSectionVariable place = session.Object.Types.SectionVariable(section, i);
            if (GlobalVariables.Whole(session.Object, map, place, out GlobalVariable variable).Failed)
                continue;
            json.Member(session.Object.Types.Name(session.Object.Types.Type(place.Type)));
            values.Write(ref json, variable.Type, content.Slice((int)variable.Offset, (int)variable.Bytes));
        }
        json.EndObject();
    }
}
