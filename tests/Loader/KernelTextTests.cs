using System;
using System.Runtime.InteropServices;
using System.Text;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class KernelTextTests
{
    [Theory]
    [InlineData("312\n", 312)]
    [InlineData("1", 1)]
    [InlineData("", -22)]
    [InlineData("\n", -22)]
    [InlineData("12x", -22)]
    [InlineData("-1\n", -22)]
    [InlineData("99999999999", -22)]
    public void A_tracepoints_number_is_decimal(string text, int expected)
    {
        Tracefs.ParseId(Encoding.ASCII.GetBytes(text)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("EVENTS", "EVENTS")]
    [InlineData("a name, too long for it", "a_name__too_lon")]
    [InlineData(".rodata", ".rodata")]
    public void A_name_is_made_acceptable_to_the_kernel(string name, string expected)
    {
        byte[] destination = new byte[ObjectName.MaxBytes];
        ObjectName.Write(Encoding.ASCII.GetBytes(name), destination);
        Encoding.ASCII.GetString(destination).TrimEnd('\0').ShouldBe(expected);
        destination[^1].ShouldBe((byte)0);
    }

    [Theory]
    [InlineData(4096u)]
    [InlineData(16384u)]
    [InlineData(65536u)]
    public void The_page_size_is_in_the_auxiliary_vector(uint pageBytes)
    {
        nuint[] words = [33, 0x7fff0000, 6, pageBytes, 0, 0];
        AuxiliaryVector.FindPageBytes(MemoryMarshal.AsBytes(words.AsSpan())).ShouldBe(pageBytes);
    }

    [Fact]
    public void A_vector_without_a_page_size_means_4096()
    {
        nuint[] words = [33, 6, 0, 0];
        AuxiliaryVector.FindPageBytes(MemoryMarshal.AsBytes(words.AsSpan())).ShouldBe(4096u);
        AuxiliaryVector.FindPageBytes(default).ShouldBe(4096u);
    }

    [Fact]
    public void This_process_has_the_page_size_that_the_runtime_knows()
    {
        AuxiliaryVector.PageBytes().ShouldBe((uint)Environment.SystemPageSize);
    }

    [Fact]
    public void The_release_is_what_the_kernel_says_of_itself()
    {
        byte[] release = new byte[KernelRelease.MaxLength];
        int length = KernelRelease.Read(release);
        Encoding.ASCII.GetString(release, 0, length).ShouldBe(System.IO.File.ReadAllText("/proc/sys/kernel/osrelease").TrimEnd());
    }
}
