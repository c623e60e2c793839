using System;
using System.Buffers.Binary;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Tests.Bpf;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Maps;

public class LegacyMapTests
{
    [Fact]
    public async Task Numbers_in_maps_sections_are_read_as_clang_writes_them()
    {
        byte[] file = await CSource.CompileAsync("maps_legacy");
        LoaderObject.Open(file, (ref ObjectFile opened, ref Arena _) =>
        {
            Map(opened, "counts").ShouldBe((MapType.Hash, 4u, 8u, 16u, 0u, MapPinning.None));
            Map(opened, "totals").ShouldBe((MapType.Array, 4u, 8u, 2u, 0u, MapPinning.None));
            Map(opened, "seen").ShouldBe((MapType.Hash, 8u, 4u, 8u, MapFlags.NoPreallocation, MapPinning.None));
            opened.Maps.Length.ShouldBe(4, "and .bss");
        }).Failed.ShouldBeFalse();
    }

    [Fact]
    public void Ayas_seventh_word_pins_by_name()
    {
        LoaderObject.Open(Declared([1, 4, 8, 16, 0, 0, 1]), (ref ObjectFile opened, ref Arena _) =>
            Map(opened, "kept").ShouldBe((MapType.Hash, 4u, 8u, 16u, 0u, MapPinning.ByName))).Failed.ShouldBeFalse();
    }

    [Fact]
    public void Zeroes_behind_the_known_words_do_not_matter_but_anything_else_does()
    {
        Open(Declared([1, 4, 8, 16, 0, 0, 0, 0, 0])).ShouldBe(FaultCode.None);
        Open(Declared([1, 4, 8, 16, 0, 0, 0, 0, 9])).ShouldBe(FaultCode.MapUnknownAttribute);
        Open(Declared([1, 4, 8, 16, 0, 0, 3])).ShouldBe(FaultCode.MapUnknownAttribute);
    }

    [Fact]
    public void A_definition_that_is_too_short_or_leaves_its_section_is_refused()
    {
        Open(Declared([1, 4, 8, 16])).ShouldBe(FaultCode.MapBadDefinition);
        Open(Declared([1, 4, 8, 16, 0], size: 24)).ShouldBe(FaultCode.MapBadDefinition);
        Open(Declared([1, 4, 8, 16, 0], start: 24)).ShouldBe(FaultCode.MapBadDefinition);
        Open(Declared([0, 4, 8, 16, 0])).ShouldBe(FaultCode.MapWithoutType);
    }

    [Theory]
    [InlineData("maps", true)]
    [InlineData("maps/own", true)]
    [InlineData("mapsx", false)]
    [InlineData(".maps", false)]
    [InlineData("map", false)]
    public void Only_these_sections_have_them(string name, bool has) => LegacyMaps.IsSection(Encoding.UTF8.GetBytes(name)).ShouldBe(has);

    [Fact]
    public void A_symbol_without_a_size_reaches_to_the_next_one()
    {
        LoaderObject.Open(Declared([1, 4, 8, 16, 0, 2, 4, 4, 1, 0], size: 0, second: 20), (ref ObjectFile opened, ref Arena _) =>
        {
            Map(opened, "kept").ShouldBe((MapType.Hash, 4u, 8u, 16u, 0u, MapPinning.None));
            Map(opened, "second").ShouldBe((MapType.Array, 4u, 4u, 1u, 0u, MapPinning.None));
        }).Failed.ShouldBeFalse();
    }

    private static (MapType, uint, uint, uint, uint, MapPinning) Map(in ObjectFile opened, string name)
    {
        int index = opened.FindMap(Encoding.UTF8.GetBytes(name));
        index.ShouldBeGreaterThanOrEqualTo(0, name);
        MapSpec map = opened.Maps[index];
        return (map.Type, map.KeyBytes, map.ValueBytes, map.MaxEntries, map.Flags, map.Pinning);
    }

    private static FaultCode Open(byte[] file) => LoaderObject.Open(file, (ref ObjectFile _, ref Arena _) => { }).Code;

    // A program and a section "maps" with a symbol in it.
    private static byte[] Declared(uint[] words, int size = -1, int start = 0, int second = -1)
    {
        byte[] data = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(i * 4), words[i]);
        byte[] code = [0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0];
        byte[] names = "\0on_exec\0kept\0second\0"u8.ToArray();
        byte[] symbols =
        [
            .. new byte[24], .. Symbol(1, 0x12, 1, 0, 16), .. Symbol(9, 0x11, 2, (ulong)start, (ulong)(size < 0 ? data.Length : size)),
            .. second < 0 ? [] : Symbol(14, 0x11, 2, (ulong)second, 0),
        ];
        return ObjectBuilder.Elf(
            ("tracepoint/sched/sched_process_exec", 1, 6, code, 0, 0, 0),
            ("maps", 1, 3, data, 0, 0, 0),
            ("license", 1, 3, "GPL\0"u8.ToArray(), 0, 0, 0),
            (".BTF", 1, 0, BtfBuilder.Kernel().Build(), 0, 0, 0),
            (".symtab", 2, 0, symbols, 6, 1, 24),
            (".strtab", 3, 0, names, 0, 0, 0));
    }

    private static byte[] Symbol(uint name, byte info, ushort section, ulong value, ulong size)
    {
        byte[] entry = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, name);
        entry[4] = info;
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(6), section);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), value);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(16), size);
        return entry;
    }
}
