using System;
using System.Buffers.Binary;
using System.Diagnostics;
using Corewright.Bpf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class ProgramLinkerTests
{
    private const int MapFd = 17;

    [Fact]
    public void A_map_reference_becomes_its_descriptor()
    {
        var source = new LoaderObject();
        source.RingBuffer("FIRST", 4096);
        source.RingBuffer("SECOND", 4096);
        int second = source.Symbol("SECOND", 0x11, LoaderObject.Maps, 16);
        source.LoadAddress(LoaderObject.Code, second).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 4);
        byte[] linked = Link(source);
        linked.Length.ShouldBe(32);
        linked[1].ShouldBe((byte)0x11); // r1, BPF_PSEUDO_MAP_FD
        Immediate(linked, 0).ShouldBe(MapFd + 1);
        Immediate(linked, 1).ShouldBe(0);
    }

    // As many as a program may have instructions; looked for one by one they would take minutes.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void References_are_found_in_whatever_order_they_are_listed(bool sorted)
    {
        int count = sorted ? 20000 : 400;
        var source = new LoaderObject();
        source.RingBuffer("FIRST", 4096);
        int first = source.Symbol("FIRST", 0x11, LoaderObject.Maps, 0);
        for (int i = 0; i < count; i++)
            source.LoadAddress(LoaderObject.Code, first);
        if (!sorted)
            source.ReverseRelocations(LoaderObject.Code);
        source.Return(LoaderObject.Code).Function("on_exec", LoaderObject.Code, 0, (2 * count) + 2);
        var watch = Stopwatch.StartNew();
        byte[] linked = Link(source);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        for (int i = 0; i < count; i++)
            Immediate(linked, 2 * i).ShouldBe(MapFd);
    }

    [Fact]
    public void Two_tables_of_relocations_for_one_section_are_refused()
    {
        var source = new LoaderObject();
        source.RingBuffer("FIRST", 4096);
        int first = source.Symbol("FIRST", 0x11, LoaderObject.Maps, 0);
        source.LoadAddress(LoaderObject.Code, first).Return(LoaderObject.Code).Function("on_exec", LoaderObject.Code, 0, 4);
        source.LoadAddress(LoaderObject.Text, first);
        source.TextRelocationsTarget = LoaderObject.Code;
        LoaderObject.Open(source.Build(), (ref ObjectFile opened, ref Arena arena) =>
            ProgramLinker.Link(opened, ref opened.Programs[0], ref arena).Code.ShouldBe(FaultCode.ElfBadRelocationTable)).Failed.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_variable_becomes_its_maps_descriptor_and_an_offset(bool throughSection)
    {
        var source = new LoaderObject();
        int symbol = throughSection
            ? source.SectionSymbol(LoaderObject.ReadOnlyData)
            : source.Symbol("X", 0x11, LoaderObject.ReadOnlyData, 10);
        source.LoadAddress(LoaderObject.Code, symbol, throughSection ? 10 : 0).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 4);
        byte[] linked = Link(source);
        linked[1].ShouldBe((byte)0x21); // BPF_PSEUDO_MAP_VALUE
        Immediate(linked, 0).ShouldBe(MapFd);
        Immediate(linked, 1).ShouldBe(10);
    }

    [Fact]
    public void Subprograms_are_appended_once_and_calls_are_relative()
    {
        var source = new LoaderObject();
        int text = source.SectionSymbol(LoaderObject.Text);
        int second = source.Function("second", LoaderObject.Text, 3, 2);
        source.Function("first", LoaderObject.Text, 0, 3);
        source.Function("unused", LoaderObject.Text, 5, 2);
        // Through the section's symbol: the immediate is where the function starts, less one.
        source.CallFunction(LoaderObject.Code, 2, text).CallFunction(LoaderObject.Code, -1, text)
            .CallFunction(LoaderObject.Code, -1, second).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 5);
        // first calls second without a relocation, for it is in the same section.
        source.CallFunction(LoaderObject.Text, 2).Return(LoaderObject.Text, 1);
        source.Return(LoaderObject.Text, 2);
        source.Return(LoaderObject.Text, 3);

        byte[] linked = Link(source);
        linked.Length.ShouldBe((5 + 2 + 3) * 8);
        Immediate(linked, 0).ShouldBe(4); // second: instruction 5
        Immediate(linked, 1).ShouldBe(5); // first: instruction 7
        Immediate(linked, 2).ShouldBe(2); // second again
        Immediate(linked, 5).ShouldBe(2); // second's r0 = 2
        Immediate(linked, 7).ShouldBe(-3); // first calls second, backwards
        Immediate(linked, 8).ShouldBe(1);
    }

    [Fact]
    public void A_function_that_calls_itself_is_there_once()
    {
        var source = new LoaderObject();
        int again = source.Function("again", LoaderObject.Text, 0, 3);
        source.CallFunction(LoaderObject.Code, -1, again).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 3);
        source.CallFunction(LoaderObject.Text, -1, again).Return(LoaderObject.Text);
        byte[] linked = Link(source);
        linked.Length.ShouldBe(48);
        Immediate(linked, 3).ShouldBe(-1);
    }

    [Fact]
    public void A_functions_address_is_a_relative_reference()
    {
        var source = new LoaderObject();
        int callback = source.Function("callback", LoaderObject.Text, 0, 2);
        source.LoadAddress(LoaderObject.Code, callback).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 4);
        source.Return(LoaderObject.Text);
        byte[] linked = Link(source);
        linked[1].ShouldBe((byte)0x41); // BPF_PSEUDO_FUNC
        Immediate(linked, 0).ShouldBe(3);
    }

    [Fact]
    public void A_symbol_that_nobody_defines_is_named()
    {
        var source = new LoaderObject();
        int symbol = source.Symbol("bpf_missing", 0x10, LoaderObject.Undefined, 0);
        source.CallFunction(LoaderObject.Code, -1, symbol).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 3);
        Refused(source, FaultCode.ProgramUndefinedSymbol, symbol);
    }

    [Fact]
    public void A_call_into_the_middle_of_a_function_is_refused()
    {
        var source = new LoaderObject();
        int text = source.SectionSymbol(LoaderObject.Text);
        source.Function("first", LoaderObject.Text, 0, 2);
        source.Return(LoaderObject.Code).CallFunction(LoaderObject.Code, 0, text);
        source.Function("on_exec", LoaderObject.Code, 0, 3);
        source.Return(LoaderObject.Text);
        Refused(source, FaultCode.ProgramUnknownTarget, 2);
    }

    [Fact]
    public void A_variable_outside_its_section_is_refused()
    {
        var source = new LoaderObject();
        int data = source.SectionSymbol(LoaderObject.ReadOnlyData);
        source.LoadAddress(LoaderObject.Code, data, 16).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 4);
        Refused(source, FaultCode.ProgramUnknownTarget, 0);
    }

    [Fact]
    public void A_relocation_of_another_instruction_is_refused()
    {
        var source = new LoaderObject();
        int data = source.SectionSymbol(LoaderObject.ReadOnlyData);
        source.Relocated(LoaderObject.Code, LoaderObject.Load64, data).Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 2);
        Refused(source, FaultCode.ProgramBadRelocation, 0);
    }

    [Fact]
    public void A_load_whose_second_half_is_missing_is_refused()
    {
        var source = new LoaderObject();
        source.Return(LoaderObject.Code).Emit(LoaderObject.Code, 0x18);
        source.Function("on_exec", LoaderObject.Code, 0, 3);
        Refused(source, FaultCode.ProgramBadRelocation, 2);
    }

    private static byte[] Link(LoaderObject source)
    {
        byte[] linked = [];
        Fault fault = LinkFault(source, ref linked);
        fault.Code.ShouldBe(FaultCode.None);
        return linked;
    }

    private static void Refused(LoaderObject source, FaultCode code, int index)
    {
        byte[] linked = [];
        Fault fault = LinkFault(source, ref linked);
        fault.Code.ShouldBe(code);
        fault.Index.ShouldBe(index);
    }

    private static Fault LinkFault(LoaderObject source, ref byte[] linked)
    {
        byte[] result = [];
        Fault linkFault = default;
        LoaderObject.Open(source.Build(), (ref ObjectFile opened, ref Arena arena) =>
        {
            for (int i = 0; i < opened.Maps.Length; i++)
                opened.Maps[i].Fd = MapFd + i;
            linkFault = ProgramLinker.Link(opened, ref opened.Programs[0], ref arena);
            result = opened.Programs[0].Instructions.ToArray();
        }).Code.ShouldBe(FaultCode.None);
        linked = result;
        return linkFault;
    }

    private static int Immediate(byte[] code, int instruction) =>
        BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan((instruction * 8) + 4));
}
