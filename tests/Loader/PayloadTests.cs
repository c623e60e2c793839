using System;
using System.Text;
using Corewright.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class PayloadTests
{
    [Fact]
    public void Entries_are_found_by_kind_and_name()
    {
        Payload.TryOpen(Sample(), out Payload payload).ShouldBeTrue();
        payload.Count.ShouldBe(4);
        Text(payload.First(PayloadKind.Object)).ShouldBe("object");
        Text(payload.Find(PayloadKind.Btf, "6.12.1"u8)).ShouldBe("second");
        payload.Find(PayloadKind.Btf, "6.12"u8).Length.ShouldBe(0);
        payload.First(PayloadKind.BuildId).Length.ShouldBe(0);
        Text(payload.Name(1)).ShouldBe("5.10.0");
        payload.Kind(3).ShouldBe(PayloadKind.Version);
    }

    [Fact]
    public void A_payload_that_ends_early_is_refused()
    {
        byte[] sample = Sample();
        for (int length = 0; length < sample.Length; length++)
            Payload.TryOpen(sample.AsSpan(0, length), out _).ShouldBeFalse($"{length} of {sample.Length} bytes");
        Payload.TryOpen(sample, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 0x4357504cu)] // the magic, byte-swapped
    [InlineData(4, 2u)] // a version to come
    [InlineData(8, 0xffffffffu)] // more entries than fit
    [InlineData(8, 59652324u)] // so many that 72 times that overflows 32 bits to a small number
    [InlineData(20, 0xfffffff8u)] // an offset beyond the end
    [InlineData(20, 305u)] // an offset that isn't aligned
    [InlineData(24, 0xffffffffu)] // a length that overflows when added
    [InlineData(24, 1000u)] // a length beyond the end
    public void A_field_that_makes_no_sense_is_refused(int at, uint value)
    {
        byte[] sample = Sample();
        TestPayload.Write(sample, at, value);
        Payload.TryOpen(sample, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_name_without_an_end_is_refused()
    {
        byte[] sample = Sample();
        sample.AsSpan(TestPayload.HeaderBytes + 16, 56).Fill((byte)'x');
        Payload.TryOpen(sample, out _).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_the_bytes_nothing_outside_is_read()
    {
        var random = new Random(2);
        byte[] sample = Sample();
        for (int i = 0; i < 20000; i++)
        {
            byte[] hostile = (byte[])sample.Clone();
            for (int j = random.Next(1, 4); j > 0; j--)
                hostile[random.Next(TestPayload.HeaderBytes + (4 * TestPayload.EntryBytes))] = (byte)random.Next(256);
            if (!Payload.TryOpen(hostile, out Payload payload))
                continue;
            for (int entry = 0; entry < payload.Count; entry++)
            {
                payload.Data(entry).Length.ShouldBeLessThanOrEqualTo(hostile.Length);
                payload.Name(entry).Length.ShouldBeLessThan(56);
            }
        }
    }

    private static byte[] Sample() => TestPayload.Build(
        (PayloadKind.Object, "execwatch", Encoding.ASCII.GetBytes("object")),
        (PayloadKind.Btf, "5.10.0", Encoding.ASCII.GetBytes("first")),
        (PayloadKind.Btf, "6.12.1", Encoding.ASCII.GetBytes("second")),
        (PayloadKind.Version, "", Encoding.ASCII.GetBytes("0.1.0")));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
