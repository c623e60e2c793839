using System;
using System.Linq;
using Corewright.Bpf.Ring;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class PerfReaderTests
{
    [Fact]
    public void Samples_come_in_order_and_lost_ones_are_counted()
    {
        using var buffer = new FakePerfBuffer(4096);
        PerfReader reader = buffer.Reader();
        reader.TryRead(out _).ShouldBeFalse();
        buffer.PutSample([1, 2, 3, 4]);
        buffer.PutLost(7);
        buffer.PutSample([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

        reader.TryRead(out ReadOnlySpan<byte> first).ShouldBeTrue();
        first.ToArray().ShouldBe([1, 2, 3, 4]);
        reader.Lost.ShouldBe(0ul);
        reader.TryRead(out ReadOnlySpan<byte> second).ShouldBeTrue();
        second.ToArray().ShouldBe([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        reader.Lost.ShouldBe(7ul);
        reader.TryRead(out _).ShouldBeFalse();
        buffer.Tail.ShouldBe(buffer.Head);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(0xffff_ff00ul)]
    public void Samples_that_wrap_are_put_together(ulong start)
    {
        using var buffer = new FakePerfBuffer(256, start);
        PerfReader reader = buffer.Reader();
        for (int i = 0; i < 100; i++)
        {
            byte[] sample = [.. Enumerable.Range(i, 4 + (8 * (i % 12))).Select(n => (byte)n)];
            buffer.PutSample(sample);
            reader.TryRead(out ReadOnlySpan<byte> read).ShouldBeTrue();
            read.ToArray().ShouldBe(sample);
            reader.TryRead(out _).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(64)]
    public void A_size_that_makes_no_sense_is_damage(int size)
    {
        using var buffer = new FakePerfBuffer(4096);
        PerfReader reader = buffer.Reader();
        buffer.Put(FakePerfBuffer.Sample, new byte[16], size);
        reader.TryRead(out _).ShouldBeFalse();
        reader.Damaged.ShouldBeTrue();
    }

    [Fact]
    public void A_sample_longer_than_its_record_is_damage()
    {
        using var buffer = new FakePerfBuffer(4096);
        PerfReader reader = buffer.Reader();
        buffer.Put(FakePerfBuffer.Sample, [100, 0, 0, 0, 0, 0, 0, 0]);
        reader.TryRead(out _).ShouldBeFalse();
        reader.Damaged.ShouldBeTrue();
    }

    [Fact]
    public void A_head_further_ahead_than_the_buffer_is_long_is_damage()
    {
        using var buffer = new FakePerfBuffer(4096);
        PerfReader reader = buffer.Reader();
        buffer.Head = 4104;
        reader.TryRead(out _).ShouldBeFalse();
        reader.Damaged.ShouldBeTrue();
    }
}
