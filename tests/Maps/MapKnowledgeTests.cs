using System;
using System.Text;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Maps;

/// <summary>What is known of types of maps, of processors, of versions, and of maps that are the same.</summary>
public class MapKnowledgeTests
{
    [Theory]
    [InlineData(MapType.Hash, "hash", "hash maps", "3.19")]
    [InlineData(MapType.RingBuffer, "ringbuf", "ring buffers", "5.8")]
    [InlineData(MapType.StructOps, "struct_ops", "struct_ops maps", "5.6")]
    [InlineData(MapType.InstructionArray, "insn_array", "instruction arrays", "6.19")]
    [InlineData(MapType.Unspecified, "", "", "")]
    [InlineData((MapType)35, "", "", "")]
    [InlineData((MapType)uint.MaxValue, "", "", "")]
    public void Types_have_names_and_versions(MapType type, string name, string text, string since)
    {
        Encoding.UTF8.GetString(MapTypeText.Name(type)).ShouldBe(name);
        Encoding.UTF8.GetString(MapTypeText.Of(type)).ShouldBe(text);
        Encoding.UTF8.GetString(MapTypeText.Since(type)).ShouldBe(since);
    }

    [Fact]
    public void Every_type_has_a_name_and_a_version_that_grows_with_its_number()
    {
        Version last = new(3, 19);
        foreach (MapType type in Enum.GetValues<MapType>())
        {
            if (type == MapType.Unspecified)
                continue;
            MapTypeText.Name(type).Length.ShouldBeGreaterThan(0, type.ToString());
            var since = Version.Parse(Encoding.UTF8.GetString(MapTypeText.Since(type)).Split(' ')[0]);
            since.ShouldBeGreaterThanOrEqualTo(last, type.ToString());
            last = since;
        }
    }

    [Theory]
    [InlineData("0\n", 1)]
    [InlineData("0-3\n", 4)]
    [InlineData("0-1,4-7,9\n", 7)]
    [InlineData("0-127", 128)]
    [InlineData("", -Errno.Invalid)]
    [InlineData("\n", -Errno.Invalid)]
    [InlineData("3-1\n", -Errno.Invalid)]
    [InlineData("0-3,2\n", -Errno.Invalid)]
    [InlineData("0-\n", -Errno.Invalid)]
    [InlineData("0 1\n", -Errno.Invalid)]
    [InlineData("0-99999999999\n", -Errno.Invalid)]
    public void Possible_processors_are_counted(string list, int expected) =>
        PossibleProcessors.Count(Encoding.UTF8.GetBytes(list)).ShouldBe(expected);

    [Fact]
    public void Without_knowing_how_many_processors_there_are_no_memory_is_handed_to_the_kernel()
    {
        var values = new PerCpuValues<ulong>(new byte[8]);
        new PerCpuArrayMap<ulong>(-1, -Errno.NoEntry).Set(0, values).ShouldBe(-Errno.Invalid);
        new PerCpuHashMap<uint, ulong>(-1, -Errno.NoEntry).Set(0, values).ShouldBe(-Errno.Invalid);
    }

    [Fact]
    public unsafe void A_batch_that_is_refused_as_a_whole_wrote_and_removed_nothing()
    {
        ulong entry = 1;
        MapBatch.Update(-1, &entry, 8, &entry, 8, 1, MapUpdate.Any, out uint written).ShouldBeLessThan(0);
        MapBatch.Delete(-1, &entry, 8, 1, out uint removed).ShouldBeLessThan(0);
        (written, removed).ShouldBe((0u, 0u));
    }

    [Theory]
    [InlineData("5.10.0-30-amd64", "5.11", true)]
    [InlineData("5.10.0-30-amd64", "5.10", false)]
    [InlineData("5.10.0-30-amd64", "5.8", false)]
    [InlineData("6.1.0", "6.12", true)]
    [InlineData("6.12", "6.2", false)]
    [InlineData("4.20-rc1", "5.0", true)]
    [InlineData("7.3", "", false)]
    [InlineData("", "5.8", true)]
    public void Releases_are_compared_by_two_numbers(string release, string version, bool before) =>
        KernelRelease.IsBefore(Encoding.UTF8.GetBytes(release), Encoding.UTF8.GetBytes(version)).ShouldBe(before);

    [Fact]
    public void A_pinned_map_that_is_another_one_says_in_what()
    {
        MapSpec map = MapSpec.Empty();
        (map.Type, map.KeyBytes, map.ValueBytes, map.MaxEntries, map.Flags, map.Extra) = (MapType.Hash, 4, 8, 16, 1, 3);
        MapInfo same = default;
        (same.Type, same.KeyBytes, same.ValueBytes, same.MaxEntries, same.Flags, same.Extra) = (MapType.Hash, 4, 8, 16, 1, 3);
        PinnedMap.Compare(map, same).Attribute.ShouldBe(MapAttribute.None);

        MapInfo other = same;
        other.Type = MapType.LruHash;
        Differs(map, other, "type", 1, 9);
        other = same;
        other.KeyBytes = 8;
        Differs(map, other, "key_size", 4, 8);
        other = same;
        other.ValueBytes = 4;
        Differs(map, other, "value_size", 8, 4);
        other = same;
        other.MaxEntries = 32;
        Differs(map, other, "max_entries", 16, 32);
        other = same;
        other.Flags = 0;
        Differs(map, other, "map_flags", 1, 0);
        other = same;
        other.Extra = 0;
        Differs(map, other, "map_extra", 3, 0);
    }

    [Fact]
    public void The_kernel_s_own_flag_of_device_maps_is_no_difference()
    {
        MapSpec map = MapSpec.Empty();
        map.Type = MapType.DeviceMap;
        MapInfo found = default;
        (found.Type, found.Flags) = (MapType.DeviceMap, MapFlags.ReadOnlyForPrograms);
        PinnedMap.Compare(map, found).Attribute.ShouldBe(MapAttribute.None);
        (map.Type, found.Type) = (MapType.Array, MapType.Array);
        PinnedMap.Compare(map, found).Attribute.ShouldBe(MapAttribute.Flags);
    }

    private static void Differs(in MapSpec map, in MapInfo found, string name, ulong wanted, ulong has)
    {
        MapDifference difference = PinnedMap.Compare(map, found);
        (Encoding.UTF8.GetString(difference.Name), difference.Wanted, difference.Found).ShouldBe((name, wanted, has));
    }
}
