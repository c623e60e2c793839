using System;
using System.Collections.Generic;
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

    [Theory]
    [InlineData(8, 0ul)]
    [InlineData(4, 0xffff_ff00ul)]
    [InlineData(8, 0xffff_ffff_ffff_ff00ul)]
    public void Draining_gives_what_reading_one_by_one_gives(int counterBytes, ulong start)
    {
        using var ring = new FakeRing(256, counterBytes, start);
        RingReader reader = ring.Reader();
        var seen = new Seen { Wanted = int.MaxValue };
        for (int i = 0; i < 100; i++)
        {
            seen.Samples = [];
            ring.Put([(byte)i, 1, 2]);
            ring.Put([9], FakeRing.Discard);
            ring.Put([.. Enumerable.Range(i, i).Select(n => (byte)n)]);
            reader.Drain(ref seen, 4096);
            seen.Samples.Select(s => s.Length).ShouldBe([3, i]);
            seen.Samples[0][0].ShouldBe((byte)i);
            ring.Consumed.ShouldBe(ring.Produced);
        }
        reader.Discarded.ShouldBe(100ul);
    }

    [Fact]
    public void Draining_stops_at_its_limit_and_when_the_handler_has_enough()
    {
        using var ring = new FakeRing(65536);
        RingReader reader = ring.Reader();
        for (int i = 0; i < 1000; i++)
            ring.Put([(byte)i, (byte)(i >> 8)]);
        var seen = new Seen { Wanted = 2 };
        reader.Drain(ref seen, uint.MaxValue);
        ring.Consumed.ShouldBe(32ul, "a sample that the handler took is given back");
        seen.Wanted = int.MaxValue;
        reader.Drain(ref seen, 100);
        ring.Consumed.ShouldBe(32ul + 4096, "a run is read to its end");
        reader.TryRead(out ReadOnlySpan<byte> next).ShouldBeTrue();
        ((next[1] << 8) | next[0]).ShouldBe(258);
        ring.Consumed.ShouldBe(32ul + 4096, "the one that was read last is still in use");
        reader.Drain(ref seen, uint.MaxValue);
        seen.Samples.Select(s => (s[1] << 8) | s[0]).ShouldBe(Enumerable.Range(0, 1000).Where(i => i != 258));
        ring.Consumed.ShouldBe(ring.Produced);
    }

    [Fact]
    public void Draining_waits_at_a_busy_sample_and_stops_for_good_at_damage()
    {
        using var ring = new FakeRing(4096);
        RingReader reader = ring.Reader();
        var seen = new Seen { Wanted = int.MaxValue };
        ring.Put([7]);
        ulong busy = ring.Put([1], FakeRing.Busy);
        reader.Drain(ref seen, 4096);
        seen.Samples.Count.ShouldBe(1);
        ring.Consumed.ShouldBe(busy);
        reader.Damaged.ShouldBeFalse();
        ring.SetHeader(busy, 1);
        reader.Drain(ref seen, 4096);
        seen.Samples.Count.ShouldBe(2);

        ulong at = ring.Put([1, 2, 3]);
        foreach (uint length in new uint[] { 64, 4089, 0x3fff_ffff })
        {
            RingReader other = ring.Reader();
            ring.SetHeader(at, length);
            other.Drain(ref seen, 4096);
            other.Damaged.ShouldBeTrue();
            ring.SetHeader(at, 3);
            other.Drain(ref seen, 4096);
            seen.Samples.Count.ShouldBe(2);
        }

        ring.Produced = ring.Consumed + 4104;
        reader.Drain(ref seen, 4096);
        reader.Damaged.ShouldBeTrue();
    }

    private struct Seen() : ISampleHandler
    {
        public List<byte[]> Samples = [];
        public int Wanted;

        public bool Take(ReadOnlySpan<byte> sample)
        {
            Samples.Add(sample.ToArray());
            return --Wanted > 0;
        }
    }
}
