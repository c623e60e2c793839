using System;
using System.IO;
using System.Text;
using Corewright.Build.Kernels;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Kernels;

public class Lz4LegacyFrameTests
{
    private static readonly byte[] s_magic = [0x02, 0x21, 0x4C, 0x18];

    [Fact]
    public void Literals_and_matches_are_unpacked()
    {
        // "abc", then 9 bytes from 3 back, which overlap what they make; then "xyz".
        byte[] block = [0x35, (byte)'a', (byte)'b', (byte)'c', 3, 0, 0x30, (byte)'x', (byte)'y', (byte)'z'];
        Encoding.ASCII.GetString(Decode(block)).ShouldBe("abcabcabcabcxyz");
    }

    [Fact]
    public void A_long_match_of_one_byte_fills()
    {
        byte[] block = [0x1F, (byte)'z', 1, 0, 255, 255, 10, 0x10, (byte)'!'];
        Encoding.ASCII.GetString(Decode(block)).ShouldBe(new string('z', 1 + 15 + 255 + 255 + 10 + 4) + "!");
    }

    [Fact]
    public void Blocks_follow_one_another()
    {
        byte[] one = [0x10, (byte)'a'];
        byte[] frame = [.. s_magic, 2, 0, 0, 0, .. one, 2, 0, 0, 0, .. one];
        Encoding.ASCII.GetString(Lz4LegacyFrame.Decode(frame, 100)).ShouldBe("aa");
    }

    [Theory]
    [InlineData(new byte[] { 0x50, (byte)'a' })] // More literals than there are.
    [InlineData(new byte[] { 0x10, (byte)'a', 2, 0, 0 })] // A match from before the beginning.
    [InlineData(new byte[] { 0x10, (byte)'a', 0, 0, 0 })] // A match of distance 0.
    [InlineData(new byte[] { 0x10, (byte)'a', 1 })] // Half a distance.
    [InlineData(new byte[] { 0xF0, 255, 255 })] // A length without its end.
    public void A_broken_block_is_refused(byte[] block)
    {
        Should.Throw<InvalidDataException>(() => Decode(block));
    }

    [Fact]
    public void A_match_may_not_make_a_block_larger_than_the_format_allows()
    {
        var block = new byte[40000];
        Array.Fill(block, (byte)255);
        ((ReadOnlySpan<byte>)[0x1F, (byte)'z', 1, 0]).CopyTo(block);
        block[^1] = 0;
        Should.Throw<InvalidDataException>(() => Decode(block));
    }

    [Fact]
    public void A_result_larger_than_allowed_is_refused()
    {
        byte[] frame = [.. s_magic, 5, 0, 0, 0, 0x40, 1, 2, 3, 4];
        Should.Throw<InvalidDataException>(() => Lz4LegacyFrame.Decode(frame, 3));
    }

    [Fact]
    public void A_block_size_beyond_the_frame_is_refused()
    {
        Should.Throw<InvalidDataException>(() => Lz4LegacyFrame.Decode([.. s_magic, 0xFF, 0xFF, 0xFF, 0xFF, 0], 100));
    }

    private static byte[] Decode(byte[] block) =>
        Lz4LegacyFrame.Decode([.. s_magic, (byte)block.Length, (byte)(block.Length >> 8), 0, 0, .. block], 16 << 20);
}
