using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Externs;

/// <summary>The loader's own inflate against .NET's deflate.</summary>
public class InflateTests
{
    private static readonly Random s_random = new(20);

    public static TheoryData<string, CompressionLevel> Inputs()
    {
        var data = new TheoryData<string, CompressionLevel>();
        foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
        {
            foreach (string input in new[] { "empty", "short", "config", "random", "zeroes", "far" })
                data.Add(input, level);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_net_packs_is_unpacked(string input, CompressionLevel level)
    {
        byte[] plain = Plain(input);
        byte[] packed = Packed(plain, level);
        byte[] output = new byte[plain.Length];
        Gzip.Unpack(packed, output).ShouldBe(plain.Length);
        output.ShouldBe(plain);
    }

    [Fact]
    public void A_header_with_every_part_is_skipped()
    {
        byte[] packed = Packed(Plain("config"), CompressionLevel.Optimal);
        byte[] extra = [3, 0, 1, 2, 3, .. "name\0"u8, .. "comment\0"u8, 0x12, 0x34];
        byte[] longer = [.. packed[..10], .. extra, .. packed[10..]];
        longer[3] = 0x1e;
        byte[] output = new byte[1 << 20];
        Gzip.Unpack(longer, output).ShouldBe(Plain("config").Length);
    }

    [Fact]
    public void Too_little_room_is_told()
    {
        byte[] packed = Packed(Plain("config"), CompressionLevel.Optimal);
        Gzip.Unpack(packed, new byte[Plain("config").Length - 1]).ShouldBe(Inflate.TooLong);
    }

    [Fact]
    public void Every_cut_is_damage()
    {
        byte[] packed = Packed(Plain("short"), CompressionLevel.Optimal);
        for (int length = 0; length < packed.Length; length++)
            Gzip.Unpack(packed.AsSpan(0, length), new byte[1 << 16]).ShouldBe(Inflate.Damaged, $"cut to {length}");
    }

    [Fact]
    public void No_flipped_bit_of_data_goes_unnoticed()
    {
        byte[] plain = Plain("short"), packed = Packed(plain, CompressionLevel.Optimal);
        int unnoticed = 0;
        for (int bit = 80; bit < packed.Length * 8; bit++)
        {
            byte[] damaged = (byte[])packed.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            byte[] output = new byte[1 << 16];
            int length = Gzip.Unpack(damaged, output);
            unnoticed += length < 0 ? 0 : 1;
            if (length >= 0)
                output[..length].ShouldBe(plain, $"bit {bit}");
        }

        // What follows the stream's last code, up to the next byte, means nothing.
        unnoticed.ShouldBeLessThan(8);
    }

    private static byte[] Packed(byte[] plain, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
            gzip.Write(plain);
        // .NET writes nothing at all for nothing at all.
        return plain.Length != 0 ? packed.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] Plain(string input)
    {
        switch (input)
        {
            case "empty":
                return [];
            case "short":
                return Encoding.ASCII.GetBytes("CONFIG_BPF=y\nCONFIG_BPF_LSM=y\nCONFIG_HZ=250\n");
            case "config":
                return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(i => $"CONFIG_{i * 7919 % 104729:x}={i % 3}\n")));
            case "zeroes":
                return new byte[70000];
            default:
                byte[] random = new byte[100_000];
                s_random.NextBytes(random);
                // The same again at the farthest distance that a repetition reaches.
                if (input == "far")
                    random.AsSpan(0, 300).CopyTo(random.AsSpan(32768));
                return random;
        }
    }
}
