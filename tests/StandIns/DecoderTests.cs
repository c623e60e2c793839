using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;
using Shouldly;
using Xunit;
using PackageGzip = SharpCompress.Compressors.Deflate.GZipStream;
using PackageMode = SharpCompress.Compressors.CompressionMode;

namespace Corewright.Tests.StandIns;

/// <summary>What the project relies on in SharpCompress, whether it is the package or its stand-in.</summary>
public sealed class DecoderTests
{
    private static readonly byte[] Plain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Corewright ", 40)));

    private static readonly byte[] Xz = Convert.FromBase64String(
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AG3ABRdACGbykZnx0vbiaMG5qDaSFmIcAAAAHsvF1d86uCMAAEwuAMAAABLPy31scRn+wIAAAAABFla");

    private static readonly byte[] Zstandard = Convert.FromBase64String("KLUv/QRolQAAWENvcmV3cmlnaHQgAQCqVosXIHykKg==");

    [Fact]
    public void Xz_is_decoded() => ReadAll(new XZStream(new MemoryStream(Xz))).ShouldBe(Plain);

    [Fact]
    public void Zstandard_is_decoded() => ReadAll(new DecompressionStream(new MemoryStream(Zstandard))).ShouldBe(Plain);

    [Fact]
    public void Frames_of_Zstandard_follow_each_other() =>
        ReadAll(new DecompressionStream(new MemoryStream([.. Zstandard, .. Zstandard]))).ShouldBe([.. Plain, .. Plain]);

    [Fact]
    public void Gzip_is_decoded()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Plain);
        packed.Position = 0;
        ReadAll(new PackageGzip(packed, PackageMode.Decompress)).ShouldBe(Plain);
    }

    [Fact]
    public void A_source_that_gives_one_byte_at_a_time_is_decoded() =>
        ReadAll(new DecompressionStream(new Trickle(Zstandard))).ShouldBe(Plain);

    [Fact]
    public void What_follows_an_xz_stream_is_left()
    {
        using var source = new MemoryStream([.. Xz, 1, 2, 3]);
        ReadAll(new XZStream(source), close: false).ShouldBe(Plain);
        source.Position.ShouldBe(Xz.Length);
    }

    [Fact]
    public void Truncation_is_an_error()
    {
        Should.Throw<Exception>(() => ReadAll(new XZStream(new MemoryStream(Xz[..^30]))));
        Should.Throw<Exception>(() => ReadAll(new DecompressionStream(new MemoryStream(Zstandard[..^5]))));
    }

    [Fact]
    public void Damage_is_an_error()
    {
        byte[] xz = [.. Xz];
        // The package does not compare the check sums of an .xz stream's blocks; whoever needs that compares a hash.
        xz[7] ^= 0x55;
        Should.Throw<Exception>(() => ReadAll(new XZStream(new MemoryStream(xz))));
        byte[] zstandard = [.. Zstandard];
        zstandard[^1] ^= 0x55;
        Should.Throw<Exception>(() => ReadAll(new DecompressionStream(new MemoryStream(zstandard))));
    }

    private static byte[] ReadAll(Stream stream, bool close = true)
    {
        using var output = new MemoryStream();
        byte[] buffer = new byte[100];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
            output.Write(buffer, 0, read);
        if (close)
            stream.Dispose();
        return output.ToArray();
    }

    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
