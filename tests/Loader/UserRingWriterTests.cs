using System;
using System.Buffers.Binary;
using Corewright.Bpf.Ring;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>The kernel's side is played by the reader of the other direction: the format is the same.</summary>
public unsafe class UserRingWriterTests
{
    private const int Size = 256;

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void What_is_submitted_is_read_and_what_is_discarded_is_passed_over(int counterBytes)
    {
        using var ring = new FakeRing(Size, counterBytes);
        UserRingWriter writer = ring.Writer();
        RingReader reader = ring.Reader();
        for (int i = 0; i < 100; i++)
        {
            writer.TryReserve(12, out Span<byte> given).ShouldBeTrue();
            BinaryPrimitives.WriteInt32LittleEndian(given, i);
            reader.TryRead(out _).ShouldBeFalse();
            if (i % 3 == 0)
                writer.Discard();
            else
                writer.Submit();

            reader.TryRead(out ReadOnlySpan<byte> sample).ShouldBe(i % 3 != 0);
            if (i % 3 != 0)
                BinaryPrimitives.ReadInt32LittleEndian(sample).ShouldBe(i);
            reader.TryRead(out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_full_ring_and_a_sample_that_never_fits_are_refused()
    {
        using var ring = new FakeRing(Size);
        UserRingWriter writer = ring.Writer();
        writer.TryReserve(Size - 7, out _).ShouldBeFalse();
        writer.TryReserve(-1, out _).ShouldBeFalse();
        for (int i = 0; i < Size / 32; i++)
        {
            writer.TryReserve(24, out _).ShouldBeTrue();
            writer.TryReserve(0, out _).ShouldBeFalse();
            writer.Submit();
        }

        writer.TryReserve(0, out _).ShouldBeFalse();
    }
}
