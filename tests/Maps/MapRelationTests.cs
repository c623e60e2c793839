using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Maps;

public class MapRelationTests
{
    [Fact]
    public async Task Maps_and_programs_in_maps_are_read_as_clang_writes_them()
    {
        byte[] file = await CSource.CompileAsync("maps_relations");
        LoaderObject.Open(file, (ref ObjectFile opened, ref Arena _) =>
        {
            MapSpec array = opened.Maps[opened.FindMap("by_parity"u8)], hash = opened.Maps[opened.FindMap("by_name"u8)];
            (array.Type, array.KeyBytes, array.ValueBytes, array.MaxEntries).ShouldBe((MapType.ArrayOfMaps, 4u, 4u, 4u));
            (hash.Type, hash.KeyBytes, hash.ValueBytes, hash.MaxEntries).ShouldBe((MapType.HashOfMaps, 4u, 4u, 8u));
            MapSpec inner = opened.InnerMaps[array.Inner];
            (inner.Type, inner.KeyBytes, inner.ValueBytes, inner.MaxEntries).ShouldBe((MapType.Array, 4u, 8u, 1u));
            opened.InnerMaps.Length.ShouldBe(2);
            MapSpec programs = opened.Maps[opened.FindMap("next_programs"u8)];
            (programs.Type, programs.Inner).ShouldBe((MapType.ProgramArray, MapSpec.NoInner));

            var slots = new List<(string, uint, string)>();
            foreach (MapSlot slot in opened.Slots)
            {
                string target = opened.Maps[slot.Map].Type == MapType.ProgramArray
                    ? Encoding.UTF8.GetString(opened.Name(opened.Programs[slot.Target]))
                    : Encoding.UTF8.GetString(opened.Name(opened.Maps[slot.Target]));
                slots.Add((Encoding.UTF8.GetString(opened.Name(opened.Maps[slot.Map])), slot.Key, target));
            }
            slots.ShouldBe([
                ("by_parity", 0, "even"), ("by_parity", 3, "odd"), ("by_name", 5, "odd"), ("next_programs", 0, "called"),
                ("next_programs", 2, "called_twice"),
            ]);
        }).Failed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", FaultCode.None)]
    [InlineData("not last", FaultCode.MapBadDefinition)]
    [InlineData("wrong type", FaultCode.MapBadDefinition)]
    [InlineData("wide values", FaultCode.MapBadDefinition)]
    [InlineData("no array", FaultCode.MapBadDefinition)]
    [InlineData("pinned", FaultCode.MapBadDefinition)]
    [InlineData("nested", FaultCode.MapBadDefinition)]
    [InlineData("typeless", FaultCode.MapWithoutType)]
    public void A_map_of_maps_says_what_it_holds(string change, FaultCode expected)
    {
        var source = new LoaderObject();
        source.Return(LoaderObject.Code).Function("on_exec", LoaderObject.Code, 0, 2);
        var members = new List<(string, uint, uint)> { ("key", source.Types.Pointer(1), 0) };
        if (change != "typeless")
            members.Add(("type", source.Number(2), 8));
        if (change == "pinned")
            members.Add(("pinning", source.Number(1), 16));
        if (change == "nested")
            members.Add(("values", source.Types.Array(source.Types.Pointer(1), 0), 24));
        uint inner = source.Types.Struct("inner", 32, [.. members]);
        uint values = source.Types.Array(source.Types.Pointer(inner), 0);
        List<(string, uint, uint)> outer =
        [
            ("type", source.Number(change == "wrong type" ? 1u : 12), 0), ("max_entries", source.Number(2), 8),
            ("value_size", source.Number(change == "wide values" ? 8u : 4), 16), ("values", change == "no array" ? inner : values, 24),
        ];
        if (change == "not last")
            outer.Add(("map_flags", source.Number(1), 32));
        source.Map("OUTER", [.. outer]);
        LoaderObject.Open(source.Build(), (ref ObjectFile _, ref Arena _) => { }).Code.ShouldBe(expected);
    }
}
