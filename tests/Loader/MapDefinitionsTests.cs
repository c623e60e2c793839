using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class MapDefinitionsTests
{
    [Fact]
    public void A_hash_map_is_read_with_its_types()
    {
        LoaderObject source = Program();
        uint key = source.Types.Int("u32", 4);
        uint value = source.Types.Struct("Entry", 24, ("a", 1, 0));
        source.Map(
            "COUNTS", ("type", source.Number(1), 0), ("max_entries", source.Number(1024), 8), ("map_flags", source.Number(1), 16),
            ("key", source.Types.Pointer(key), 24), ("value", source.Types.Pointer(value), 32));
        source.RingBuffer("EVENTS", 262144);
        LoaderObject.Open(source.Build(), (ref ObjectFile opened, ref Arena _) =>
        {
            opened.FindMap("COUNTS"u8).ShouldBe(0);
            MapSpec map = opened.Maps[0];
            (map.Type, map.MaxEntries, map.Flags).ShouldBe((MapType.Hash, 1024u, 1u));
            (map.KeyBytes, map.ValueBytes, map.KeyType, map.ValueType).ShouldBe((4u, 24u, key, value));
            opened.FindMap("EVENTS"u8).ShouldBe(1);
            (opened.Maps[1].Type, opened.Maps[1].MaxEntries, opened.Maps[1].KeyBytes).ShouldBe((MapType.RingBuffer, 262144u, 0u));
            opened.Maps[1].SectionOffset.ShouldBe(16u);
            opened.FindMap("NONE"u8).ShouldBe(-1);
        }).Failed.ShouldBeFalse();
    }

    [Fact]
    public void Sizes_can_be_given_as_numbers()
    {
        LoaderObject source = Program();
        source.Map(
            "A", ("type", source.Number(2), 0), ("max_entries", source.Number(4), 8), ("key_size", source.Number(4), 16),
            ("value_size", source.Number(12), 24));
        LoaderObject.Open(source.Build(), (ref ObjectFile opened, ref Arena _) =>
            (opened.Maps[0].KeyBytes, opened.Maps[0].ValueBytes).ShouldBe((4u, 12u))).Failed.ShouldBeFalse();
    }

    [Fact]
    public void Data_sections_are_maps_of_one_value()
    {
        LoaderObject.Open(Program().Build(), (ref ObjectFile opened, ref Arena _) =>
        {
            opened.Maps.Length.ShouldBe(2);
            Encoding.ASCII.GetString(opened.Name(opened.Maps[0])).ShouldBe(".rodata");
            opened.Maps[0].IsReadOnly.ShouldBeTrue();
            opened.Maps[0].ValueBytes.ShouldBe(16u);
            Encoding.ASCII.GetString(opened.Name(opened.Maps[1])).ShouldBe(".bss");
            opened.Maps[1].IsReadOnly.ShouldBeFalse();
            opened.Maps[1].ValueBytes.ShouldBe(32u);
        }).Failed.ShouldBeFalse();
    }

    [Fact]
    public void An_attribute_that_is_not_known_is_refused()
    {
        LoaderObject source = Program();
        source.RingBuffer("EVENTS", 4096);
        source.Map("B", ("type", source.Number(1), 0), ("colour", source.Number(1), 8));
        Refused(source, FaultCode.MapUnknownAttribute, 1);

        source = Program();
        source.Map("B", ("type", source.Number(1), 0), ("pinning", source.Number(2), 8));
        Refused(source, FaultCode.MapUnknownAttribute, 0);
    }

    [Fact]
    public void The_less_common_attributes_are_read()
    {
        LoaderObject source = Program();
        uint wide = source.Types.Enum64("", ("address", 1UL << 44));
        source.Map(
            "B", ("type", source.Number(33), 0), ("pinning", source.Number(1), 8), ("numa_node", source.Number(1), 16),
            ("map_flags", source.Number(1024), 24), ("map_extra", wide, 32));
        LoaderObject.Open(source.Build(), (ref ObjectFile opened, ref Arena _) =>
        {
            MapSpec map = opened.Maps[0];
            (map.Type, map.Pinning, map.NumaNode, map.Flags, map.Extra).ShouldBe(
                (MapType.Arena, MapPinning.ByName, 1u, MapFlags.Mappable | MapFlags.NumaNode, 1UL << 44));
        }).Failed.ShouldBeFalse();
    }

    [Fact]
    public void A_size_may_be_said_twice_but_not_differently()
    {
        LoaderObject source = Program();
        source.Map("A", ("type", source.Number(1), 0), ("key_size", source.Number(4), 8), ("key", source.Types.Pointer(source.Types.Int("u32", 4)), 16));
        LoaderObject.Open(source.Build(), (ref ObjectFile opened, ref Arena _) => opened.Maps[0].KeyBytes.ShouldBe(4u)).Failed.ShouldBeFalse();

        source = Program();
        source.Map("A", ("type", source.Number(1), 0), ("key_size", source.Number(8), 8), ("key", source.Types.Pointer(source.Types.Int("u32", 4)), 16));
        Refused(source, FaultCode.MapBadDefinition, 0);
    }

    [Fact]
    public void A_map_without_a_type_is_refused()
    {
        LoaderObject source = Program();
        source.Map("B", ("max_entries", source.Number(1), 0));
        Refused(source, FaultCode.MapWithoutType, 0);
    }

    [Fact]
    public void A_number_that_is_no_array_behind_a_pointer_is_refused()
    {
        LoaderObject source = Program();
        source.Map("B", ("type", source.Types.Pointer(1), 0));
        Refused(source, FaultCode.MapBadDefinition, 0);

        source = Program();
        source.Map("B", ("type", 1, 0));
        Refused(source, FaultCode.MapBadDefinition, 0);
    }

    [Fact]
    public void A_variable_that_is_no_struct_is_refused()
    {
        LoaderObject source = Program();
        source.MapVariables.Add((source.Types.Variable("B", 1, 1), 0, 16));
        Refused(source, FaultCode.MapBadDefinition, 0);

        source = Program();
        source.MapVariables.Add((1, 0, 16));
        Refused(source, FaultCode.MapBadDefinition, 0);
    }

    [Fact]
    public void A_definition_that_is_its_own_modifier_is_refused()
    {
        LoaderObject source = Program();
        uint next = source.Types.Int("i", 4) + 1;
        source.Types.Modifier(BtfKind.Const, next);
        source.MapVariables.Add((source.Types.Variable("B", next, 1), 0, 16));
        Refused(source, FaultCode.BtfTooDeep, 0);
    }

    [Theory]
    [InlineData(1u, 4096u, 4096u)]
    [InlineData(262144u, 4096u, 262144u)]
    [InlineData(262144u, 65536u, 262144u)]
    [InlineData(4096u, 65536u, 65536u)]
    [InlineData(5000u, 4096u, 8192u)]
    [InlineData(uint.MaxValue, 4096u, 1u << 31)]
    public void A_ring_is_whole_pages_and_a_power_of_two(uint wanted, uint page, uint expected)
    {
        MapSizes.RingBytes(wanted, page).ShouldBe(expected);
    }

    private static LoaderObject Program()
    {
        var source = new LoaderObject();
        source.Return(LoaderObject.Code).Function("on_exec", LoaderObject.Code, 0, 2);
        return source;
    }

    private static void Refused(LoaderObject source, FaultCode code, int map)
    {
        Fault fault = LoaderObject.Open(source.Build(), (ref ObjectFile _, ref Arena _) => { });
        fault.Code.ShouldBe(code);
        if ((int)code >= 600)
            fault.Index.ShouldBe(map);
    }
}
