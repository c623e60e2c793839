using System.IO;
using System.IO.Pipes;
using Corewright.Loader.Output;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class Utf8WriterTests
{
    [Fact]
    public void Without_a_descriptor_text_beyond_the_buffer_is_cut_off()
    {
        using var text = new MemoryText(8);
        text.Writer.Text("0123456789"u8).Byte((byte)'x').Decimal(5);
        text.Text.ShouldBe("01234567");
    }

    [Fact]
    public void With_a_descriptor_a_small_buffer_loses_nothing()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.In);
        int fd = int.Parse(server.GetClientHandleAsString());
        byte* buffer = stackalloc byte[8];
        var writer = new Utf8Writer(buffer, 8, fd);
        writer.Text("a text longer than the buffer "u8).Repeat((byte)'-', 20).Decimal(1234567890123).Flush();
        server.DisposeLocalCopyOfClientHandle();
        new StreamReader(server).ReadToEnd().ShouldBe("a text longer than the buffer " + new string('-', 20) + "1234567890123");
        writer.Errno.ShouldBe(0);
    }

    [Fact]
    public void When_nobody_reads_any_more_the_error_number_stays()
    {
        var server = new AnonymousPipeServerStream(PipeDirection.In);
        int fd = int.Parse(server.GetClientHandleAsString());
        byte* buffer = stackalloc byte[8];
        var writer = new Utf8Writer(buffer, 8, fd);
        var client = new AnonymousPipeClientStream(PipeDirection.Out, server.ClientSafePipeHandle);
        server.SafePipeHandle.Dispose();
        writer.Text("into the void, twice the buffer"u8).Flush();
        writer.Errno.ShouldBe(32); // EPIPE
        client.Dispose();
        server.Dispose();
    }

    [Theory]
    [InlineData(0ul, 4, "   0")]
    [InlineData(12345ul, 4, "12345")]
    public void Decimals_are_filled_up_on_the_left(ulong value, int width, string expected)
    {
        using var text = new MemoryText();
        text.Writer.Decimal(value, width);
        text.Text.ShouldBe(expected);
    }
}
