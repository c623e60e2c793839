using System;
using System.Linq;
using Corewright.Bpf.Ring;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class RingReaderTests
{
    [Fact]
    public void Samples_come_in_order_and_room_is_given_back_after_the_next_read()
    {
        using var ring = new FakeRing(4096);
        RingReader reader = ring.Reader();
        reader.TryRead(out _).ShouldBeFalse();
        ring.Put([1, 2, 3]);
        ring.Put([4, 5, 6, 7, 8, 9, 10, 11, 12]);

        reader.TryRead(out ReadOnlySpan<byte> first).ShouldBeTrue();
        first.ToArray().ShouldBe([1, 2, 3]);
        ring.Consumed.ShouldBe(0ul);
        reader.TryRead(out ReadOnlySpan<byte> second).ShouldBeTrue();
        second.Length.ShouldBe(9);
        ring.Consumed.ShouldBe(16ul);
        reader.TryRead(out _).ShouldBeFalse();
        ring.Consumed.ShouldBe(ring.Produced);
    }

    [Theory]
    [InlineData(8, 0ul)]
    [InlineData(4, 0ul)]
    [InlineData(4, 0xffff_ff00ul)] // a 32-bit kernel's counters start over
    [InlineData(8, 0xffff_ff00ul)] // a 64-bit kernel's go on
    [InlineData(8, 0xffff_ffff_ffff_ff00ul)]
    public void Samples_that_cross_the_end_are_whole(int counterBytes, ulong start)
    {
        using var ring = new FakeRing(256, counterBytes, start);
        RingReader reader = ring.Reader();
        for (int i = 0; i < 200; i++)
        {
            byte[] sample = [.. Enumerable.Range(i, 1 + (i % 100)).Select(n => (byte)n)];
            ring.Put(sample);
            reader.TryRead(out ReadOnlySpan<byte> read).ShouldBeTrue();
            read.ToArray().ShouldBe(sample);
            reader.TryRead(out _).ShouldBeFalse();
            ring.Consumed.ShouldBe(ring.Produced);
        }
    }

    [Fact]
    public void A_sample_still_being_written_holds_up_what_is_behind_it()
    {
        using var ring = new FakeRing(4096);
        RingReader reader = ring.Reader();
        ulong busy = ring.Put([1], FakeRing.Busy);
        ring.Put([2]);
        reader.TryRead(out _).ShouldBeFalse();
        ring.Consumed.ShouldBe(0ul);
        ring.SetHeader(busy, 1);
        reader.TryRead(out ReadOnlySpan<byte> first).ShouldBeTrue();
        first.ToArray().ShouldBe([1]);
        reader.TryRead(out ReadOnlySpan<byte> second).ShouldBeTrue();
        second.ToArray().ShouldBe([2]);
    }

    [Fact]
    public void A_discarded_sample_is_skipped_and_counted()
    {
        using var ring = new FakeRing(4096);
        RingReader reader = ring.Reader();
        ring.Put([1], FakeRing.Discard);
        ring.Put([2], FakeRing.Discard);
        ring.Put([3]);
        reader.TryRead(out ReadOnlySpan<byte> sample).ShouldBeTrue();
        sample.ToArray().ShouldBe([3]);
        reader.Discarded.ShouldBe(2ul);
        ring.Consumed.ShouldBe(32ul);
    }

    [Fact]
    public void A_reader_goes_on_where_the_last_one_stopped()
    {
        using var ring = new FakeRing(4096);
        RingReader reader = ring.Reader();
        ring.Put([1]);
        reader.TryRead(out _).ShouldBeTrue();
        reader.TryRead(out _).ShouldBeFalse();
        ring.Put([2]);
        RingReader next = ring.Reader();
        next.TryRead(out ReadOnlySpan<byte> sample).ShouldBeTrue();
        sample.ToArray().ShouldBe([2]);
    }

    [Fact]
    public void A_length_beyond_what_was_written_is_damage()
    {
        using var ring = new FakeRing(4096);
        RingReader reader = ring.Reader();
        ulong at = ring.Put([1, 2, 3]);
        ring.SetHeader(at, 4096);
        reader.TryRead(out _).ShouldBeFalse();
        reader.Damaged.ShouldBeTrue();
        ring.SetHeader(at, 3);
        reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_counter_further_ahead_than_the_ring_is_long_is_damage()
    {
        using var ring = new FakeRing(4096);
        RingReader reader = ring.Reader();
        ring.Produced = 4104;
        reader.TryRead(out _).ShouldBeFalse();
        reader.Damaged.ShouldBeTrue();
    }
}
