using System;
using System.IO;
using System.Text;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public sealed class KernelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kernel-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void A_file_is_mapped_or_read_whole(int length)
    {
        (byte[] path, byte[] content) = Write(length);
        KernelFile.TryMap(path, length, out MappedMemory file).ShouldBeTrue();
        file.Bytes.ToArray().ShouldBe(content);
        file.Dispose();
        file.IsEmpty.ShouldBeTrue();

        byte[] buffer = new byte[length + 1];
        KernelFile.Read(path, buffer).ShouldBe(length);
        buffer.AsSpan(0, length).ToArray().ShouldBe(content);
    }

    [Fact]
    public void A_file_over_the_limit_is_not_mapped()
    {
        KernelFile.TryMap(Write(4097).Path, 4096, out MappedMemory file).ShouldBeFalse();
        file.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_number()
    {
        byte[] path = Encoding.UTF8.GetBytes(Path.Combine(_folder, "none") + "\0");
        KernelFile.TryMap(path, 4096, out _).ShouldBeFalse();
        KernelFile.Read(path, new byte[8]).ShouldBe(-Errno.NoEntry);
        KernelFile.Probe(path).ShouldBe(-Errno.NoEntry);
        KernelFile.Probe(Encoding.UTF8.GetBytes(_folder + "\0")).ShouldBe(0);
    }

    [Fact]
    public void A_buffer_that_is_too_short_comes_back_full()
    {
        byte[] buffer = new byte[10];
        KernelFile.Read(Write(4097).Path, buffer).ShouldBe(10);
    }

    private (byte[] Path, byte[] Content) Write(int length)
    {
        string path = Path.Combine(_folder, "file");
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        File.WriteAllBytes(path, content);
        return (Encoding.UTF8.GetBytes(path + "\0"), content);
    }
}
