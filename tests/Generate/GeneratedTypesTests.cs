using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf.Generate;
using Corewright.Tests.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

public class GeneratedTypesTests
{
    private readonly BtfBuilder btf = new();
    private readonly uint u8, u32, u64;

    public GeneratedTypesTests()
    {
        u8 = btf.Int("u8", 1);
        u32 = btf.Int("u32", 4);
        u64 = btf.Int("u64", 8);
    }

    [Theory]
    [InlineData("pid_namespace", "PidNamespace")]
    [InlineData("EVENTS", "Events")]
    [InlineData("EVENTS_BY_PID", "EventsByPid")]
    [InlineData("ExecEvent", "ExecEvent")]
    [InlineData("class", "Class")]
    [InlineData("__0", "Field0")]
    [InlineData("4ever", "Field4ever")]
    [InlineData("", "Field")]
    [InlineData("a; static int Evil", "AStaticIntEvil")]
    [InlineData("é", "Field")]
    public void Names_become_those_of_dotnet_and_nothing_else(string name, string expected) => CSharpName.Pascal(name).ShouldBe(expected);

    [Fact]
    public void A_struct_keeps_its_offsets_and_its_size()
    {
        Export(btf.Struct("event_header", 24, ("kind", u32, 0), ("cgroup_id", u64, 8), ("comm", btf.Array(u8, 6), 16)));
        string source = Source();
        source.ShouldContain("[StructLayout(LayoutKind.Explicit, Size = 24)]\npublic unsafe struct EventHeader\n");
        source.ShouldContain("    /// <summary><c>cgroup_id: u64</c> at offset 8.</summary>\n    [FieldOffset(8)]\n    public ulong CgroupId;\n");
        source.ShouldContain("    public fixed byte Comm[6];\n");
        source.ShouldContain("    public const int CommLength = 6;\n");
        source.ShouldContain("&& (byte*)&value.CgroupId - start == 8\n");
    }

    [Fact]
    public void Signed_bool_float_and_wide_integers_have_their_counterparts()
    {
        uint i16 = btf.Int("i16", 2, flags: 1), yes = btf.Int("bool", 1, flags: 4), f64 = btf.Float("f64", 8), u128 = btf.Int("u128", 16);
        Export(btf.Struct("T", 48, ("a", i16, 0), ("b", yes, 2), ("c", f64, 8), ("d", u128, 16), ("e", btf.Pointer(u8), 32)));
        Fields("T").ShouldBe([("A", "short", 0, 0), ("B", "bool", 2, 0), ("C", "double", 8, 0), ("D", "ulong", 16, 2), ("E", "ulong", 32, 0)]);
    }

    [Fact]
    public void Enums_keep_their_width_sign_and_values()
    {
        uint small = btf.Enum("small", 1, false, ("LAST", 255)), negative = btf.Enum("negative", 4, true, ("none", -1));
        uint big = btf.Enum64("big", ("huge", ulong.MaxValue));
        Export(btf.Struct("T", 16, ("s", small, 0), ("n", negative, 4), ("b", big, 8)));
        string source = Source();
        source.ShouldContain("public enum Small : byte\n{\n    /// <summary><c>LAST</c>.</summary>\n    Last = 255,\n}");
        source.ShouldContain("BTF ENUM, 4 bytes.</summary>\npublic enum Negative : int\n");
        source.ShouldContain("    None = -1,\n");
        source.ShouldContain("BTF ENUM64, 8 bytes.</summary>\npublic enum Big : ulong\n");
        source.ShouldContain("    Huge = 18446744073709551615,\n");
    }

    [Fact]
    public void Unions_and_anonymous_members_lie_on_top_of_each_other()
    {
        uint inner = btf.Union("", 8, ("whole", u64, 0), ("half", u32, 0));
        Export(btf.Struct("T", 16, ("tag", u32, 0), ("", inner, 8)));
        Fields("T").ShouldBe([("Tag", "uint", 0, 0), ("Whole", "ulong", 8, 0), ("Half", "uint", 8, 0)]);
    }

    [Fact]
    public void An_array_of_structs_becomes_single_fields()
    {
        uint point = btf.Struct("point", 8, ("x", u32, 0), ("y", u32, 4));
        Export(btf.Struct("T", 20, ("n", u32, 0), ("p", btf.Array(point, 2), 4)));
        Fields("T").ShouldBe([("N", "uint", 0, 0), ("P0", "Point", 4, 0), ("P1", "Point", 12, 0)]);
    }

    [Fact]
    public void A_packed_struct_is_said_to_be_packed()
    {
        Export(btf.Struct("T", 5, ("a", u8, 0), ("b", u32, 1)));
        Source().ShouldContain("[StructLayout(LayoutKind.Explicit, Size = 5, Pack = 1)]");
    }

    [Fact]
    public void Names_that_mean_something_to_the_generated_code_are_changed()
    {
        Export(btf.Struct("maps", 16, ("maps_type", u32, 0), ("size_bytes", u32, 4), ("to_string", u32, 8), ("MapsType", btf.Array(u8, 1), 12)),
            expectFailure: true).ShouldContain("'MapsType' and 'maps_type' are both 'MapsType");
        btf.Struct("x", 0);
        Export(btf.Struct("layout", 12, ("layout_type", u32, 0), ("size_bytes", u32, 4), ("to_string", u32, 8)));
        Fields("LayoutType").Select(f => f.Name).ShouldBe(["LayoutTypeField", "SizeBytesField", "ToStringField"]);
    }

    [Fact]
    public void Two_types_of_one_name_are_an_error_that_says_so()
    {
        uint first = btf.Struct("Event", 4, ("a", u32, 0)), second = btf.Struct("event", 8, ("a", u64, 0));
        Export(btf.Struct("T", 16, ("f", first, 0), ("s", second, 8)), expectFailure: true)
            .ShouldBe("x.bpf.o: 'event' and 'Event' are both 'Event' in C#; rename one of them in Rust");
    }

    [Fact]
    public void What_has_no_counterpart_is_an_error_that_names_the_field()
    {
        Export(btf.BitStruct("flags", 4, ("ready", u32, 0, 1)), expectFailure: true).ShouldStartWith("x.bpf.o: 'flags.ready' is a bit field");
        Export(btf.Struct("list", 4, ("items", btf.Array(u8, 0), 4)), expectFailure: true).ShouldStartWith("x.bpf.o: 'list.items' is an array of 0 elements");
        Export(btf.Forward("hidden"), expectFailure: true).ShouldContain("is a type of kind Forward");
    }

    [Fact]
    public void A_hostile_type_graph_ends_in_an_error_and_not_in_a_hang()
    {
        uint self = btf.Struct("self", 8, ("next", u32 + 3, 0));
        self.ShouldBe(u64 + 1);
        Export(btf.Struct("beyond", 4, ("wide", u64, 0)), expectFailure: true).ShouldContain("'beyond.wide' reaches beyond the 4 bytes of its struct");
        uint loop = btf.Array(u64 + 5, 1);
        loop.ShouldBe(u64 + 5);
        Export(loop, expectFailure: true).ShouldContain("contains itself");

        uint nested = btf.Struct("", 0);
        for (int i = 0; i < 40; i++) nested = btf.Struct("", 0, ("", nested, 0), ("", nested, 0));
        Export(btf.Struct("many", 0, ("", nested, 0)), expectFailure: true).ShouldContain("nested too deeply");
    }

    [Fact]
    public void Maps_come_with_their_types_and_numbers()
    {
        uint i32 = btf.Int("i32", 4, flags: 1);
        uint key = btf.Struct("Process", 8, ("tgid", u32, 0));
        uint definition = btf.Struct("HashMap_Process_u64_1024", 32,
            ("type", Number(i32, 1), 0), ("max_entries", Number(i32, 1024), 8), ("key", btf.Pointer(key), 16), ("value", btf.Pointer(u64), 24));
        btf.DataSection(".maps", 32, (btf.Variable("SEEN_PROCESSES", definition, 1), 0, 32));
        string source = Source();
        source.ShouldContain("/// <summary>The map <c>SEEN_PROCESSES</c>, <c>Process</c> to <c>u64</c>.</summary>\n    public static class SeenProcesses\n");
        source.ShouldContain("public static ReadOnlySpan<byte> Name => \"SEEN_PROCESSES\"u8;");
        source.ShouldContain("public const uint Type = 1;");
        source.ShouldContain("public const int KeyBytes = 8;");
        source.ShouldContain("public const int ValueBytes = 8;");
        source.ShouldContain("public const uint MaxEntries = 1024;");
        source.ShouldContain("public struct Process\n");
    }

    [Theory]
    [InlineData(1, "HashMap<Process, ulong>")]
    [InlineData(2, "ArrayMap<ulong>")]
    [InlineData(3, "DescriptorArray")]
    [InlineData(5, "PerCpuHashMap<Process, ulong>")]
    [InlineData(6, "PerCpuArrayMap<ulong>")]
    [InlineData(7, "StackTraceMap")]
    [InlineData(9, "HashMap<Process, ulong>")]
    [InlineData(10, "PerCpuHashMap<Process, ulong>")]
    [InlineData(11, "LpmTrie<Process, ulong>")]
    [InlineData(12, "DescriptorArray")]
    [InlineData(13, "DescriptorHash<Process>")]
    [InlineData(14, "ArrayMap<ulong>")]
    [InlineData(15, "DescriptorArray")]
    [InlineData(18, "DescriptorHash<Process>")]
    [InlineData(22, "QueueMap<ulong>")]
    [InlineData(24, "StorageMap<ulong>")]
    [InlineData(27, "UntypedMap")]
    [InlineData(29, "StorageMap<ulong>")]
    [InlineData(30, "BloomFilter<ulong>")]
    [InlineData(33, "UntypedMap")]
    public void Each_type_of_map_has_its_handle(uint type, string handle)
    {
        Map("SEEN", type, ("key", btf.Pointer(btf.Struct("Process", 8, ("tgid", u32, 0)))), ("value", btf.Pointer(u64)));
        string source = Source();
        source.ShouldContain($"    public Corewright.Bpf.Maps.{handle} Seen => new(_fdSeen{(type is 5 or 6 or 10 ? ", _processors" : "")});\n");
        source.ShouldContain("        _fdSeen = opened.Descriptor(Maps.Seen.Name);\n");
    }

    [Fact]
    public void A_map_whose_types_nobody_tells_has_an_untyped_handle()
    {
        Map("RAW", 1, ("key_size", Number(u32, 4)), ("value_size", Number(u32, 8)));
        string source = Source();
        source.ShouldContain("    public Corewright.Bpf.Maps.UntypedMap Raw => new(_fdRaw);\n");
        source.ShouldContain("public const int ValueBytes = 8;");
    }

    [Fact]
    public void An_array_as_a_value_becomes_a_struct()
    {
        Map("TABLE", 2, ("key", btf.Pointer(u32)), ("value", btf.Pointer(btf.Array(u64, 4))));
        string source = Source();
        source.ShouldContain("public Corewright.Bpf.Maps.ArrayMap<TableValue> Table => new(_fdTable);\n");
        source.ShouldContain("public unsafe struct TableValue\n");
        source.ShouldContain("    public fixed ulong Items[4];\n");
        source.ShouldContain("sizeof(TableValue) == 32");
    }

    [Fact]
    public void What_only_the_kernel_needs_to_know_does_not_matter()
    {
        uint inner = btf.Struct("inner", 8, ("type", Number(u32, 2), 0));
        Map("OUTER", 12, ("pinning", Number(u32, 1)), ("map_extra", btf.Enum64("", ("wide", 1UL << 40))),
            ("values", btf.Array(btf.Pointer(inner), 0)));
        Source().ShouldContain("public Corewright.Bpf.Maps.DescriptorArray Outer => new(_fdOuter);\n");
    }

    [Fact]
    public async Task Handles_compile_with_the_loader()
    {
        uint process = btf.Struct("Process", 8, ("tgid", u32, 0)), definitions = 0;
        var variables = new List<(uint, uint, uint)>();
        foreach (uint type in (uint[])[1, 2, 3, 5, 6, 7, 10, 11, 13, 22, 24, 27, 30])
        {
            uint definition = btf.Struct("", 24, ("type", Number(u32, type), 0), ("key", btf.Pointer(process), 8), ("value", btf.Pointer(u64), 16));
            variables.Add((btf.Variable($"MAP_{type}", definition, 1), definitions++ * 24, 24));
        }

        btf.DataSection(".maps", definitions * 24, [.. variables]);
        const string Use = """

            internal static class Sink
            {
                internal static ulong Read(in MapHandles maps, in Process key)
                {
                    return maps.Map1.TryGet(key, out ulong value) && maps.Map2.TryGet(3, out ulong other) ? value + other : 0;
                }
            }
            """;
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            (HostedLoader? loader, string errors) = await HostedLoader.CompileAsync(
                File.ReadAllText(Path.Combine(RepositoryRoot.Path, "packaging", "loader", "generated", "Execwatch.cs")),
                Source() + Use, folder, TestContext.Current.CancellationToken);
            loader?.Dispose();
            errors.ShouldBe("");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_map_that_is_not_defined_as_one_is_an_error()
    {
        btf.DataSection(".maps", 4, (btf.Variable("M", u32, 1), 0, 4));
        Should.Throw<BuildException>(Source).Message.ShouldBe("x.bpf.o: map 'M' is not defined by a struct");
    }

    [Fact]
    public void The_order_of_types_in_the_object_does_not_show()
    {
        var one = new GeneratedTypesTests();
        var other = new GeneratedTypesTests();
        other.btf.Typedef("unused", 1);
        foreach (GeneratedTypesTests tests in (GeneratedTypesTests[])[one, other])
        {
            uint b = tests.btf.Struct("B", 4, ("x", tests.u32, 0)), a = tests.btf.Struct("A", 4, ("x", tests.u32, 0));
            uint first = ReferenceEquals(tests, one) ? a : b, second = ReferenceEquals(tests, one) ? b : a;
            tests.btf.DataSection(".bpf_types", 16,
                (tests.btf.Variable("x", tests.btf.Pointer(first), 0), 0, 8), (tests.btf.Variable("y", tests.btf.Pointer(second), 0), 8, 8));
        }

        one.Source().ShouldBe(other.Source());
    }

    private void Map(string name, uint type, params (string Name, uint Type)[] members)
    {
        (string, uint, uint)[] all = [("type", Number(u32, type), 0), .. members.Select((m, i) => (m.Name, m.Type, (uint)(i + 1) * 8))];
        uint definition = btf.Struct("", (uint)all.Length * 8, all);
        btf.DataSection(".maps", (uint)all.Length * 8, (btf.Variable(name, definition, 1), 0, (uint)all.Length * 8));
    }

    private string Source() => CSharpSource.Write(ModuleReader.ReadTypes("x", btf.Build(), "x.bpf.o"));

    private (string Name, string Type, int Offset, int Length)[] Fields(string name) =>
    [
        .. ModuleReader.ReadTypes("x", btf.Build(), "x.bpf.o").Structs.Single(s => s.Name == name)
            .Fields.Select(f => (f.Name, f.Type, f.Offset, f.BufferLength)),
    ];

    private uint Number(uint element, uint value) => btf.Pointer(btf.Array(element, value));

    // Returns the error's message where one is expected; the type stays in the BTF but a later export takes its place.
    private string Export(uint type, bool expectFailure = false)
    {
        uint variable = btf.Variable("EXPORTED", btf.Pointer(type), 0);
        if (!expectFailure)
        {
            btf.DataSection(".bpf_types", 8, (variable, 0, 8));
            return "";
        }

        var alone = Clone(variable);
        return Should.Throw<BuildException>(() => ModuleReader.ReadTypes("x", alone, "x.bpf.o")).Message;
    }

    // The BTF so far with one export added: appended at the end of the types, so that no id changes.
    private byte[] Clone(uint variable)
    {
        byte[] data = btf.Build();
        int types = BitConverter.ToInt32(data, 12);
        byte[] name = ".bpf_types\0"u8.ToArray();
        byte[] section = [.. U32(BitConverter.ToUInt32(data, 20)), .. U32(1 | (15u << 24)), .. U32(8), .. U32(variable), .. U32(0), .. U32(8)];
        byte[] result = [.. data[..(24 + types)], .. section, .. data[(24 + types)..], .. name];
        U32((uint)(types + section.Length)).CopyTo(result, 12);
        U32((uint)(types + section.Length)).CopyTo(result, 16);
        U32(BitConverter.ToUInt32(data, 20) + (uint)name.Length).CopyTo(result, 20);
        return result;
    }

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);
}
