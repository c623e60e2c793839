using System;
using Corewright.Bpf;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class LinkTableTests
{
    [Fact]
    public void Links_are_found_by_their_number_in_any_order()
    {
        byte* block = stackalloc byte[16 << 10];
        var arena = new Arena(block, 16 << 10);
        var links = default(LinkTable);
        for (int i = 0; i < 100; i++)
            links.Add(ref arena, new Link { Program = i, Fd = Link.NotOpen, Target = Link.NotOpen }).Failed.ShouldBeFalse();

        links.Count.ShouldBe(100);
        for (int i = 99; i >= 0; i--)
            links[i].Program.ShouldBe(i);
        links[37].Program.ShouldBe(37);
        links.Dispose();
        links.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Others_are_not_there(int index)
    {
        byte* block = stackalloc byte[4 << 10];
        var arena = new Arena(block, 4 << 10);
        var links = default(LinkTable);
        for (int i = 0; i < 3; i++)
            links.Add(ref arena, default);
        Should.Throw<IndexOutOfRangeException>(() => Read(links, index));
    }

    [Fact]
    public void Where_there_is_no_room_the_caller_hears_of_it()
    {
        byte* block = stackalloc byte[64];
        var arena = new Arena(block, 64);
        default(LinkTable).Add(ref arena, default).Code.ShouldBe(FaultCode.ArenaFull);
    }

    private static int Read(LinkTable links, int index) => links[index].Program;
}
