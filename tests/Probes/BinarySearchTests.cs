using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Probes;

/// <summary>Where a probe's file is found, on the machine that the tests run on.</summary>
public class BinarySearchTests
{
    [Theory]
    [InlineData("/bin/sh", "/bin/sh")]
    [InlineData("bin/sh", "/bin/sh")]
    [InlineData("sh", "/usr/bin/sh,/bin/sh")]
    [InlineData("libc.so.6", "/lib/x86_64-linux-gnu/libc.so.6,/usr/lib/x86_64-linux-gnu/libc.so.6,/lib64/libc.so.6,/lib/libc.so.6")]
    [InlineData("libc", "/lib/x86_64-linux-gnu/libc.so.6,/usr/lib/x86_64-linux-gnu/libc.so.6,/lib64/libc.so.6,/lib/libc.so.6")]
    public void A_file_is_found(string name, string places)
    {
        (Fault fault, string path) = Open(name);
        fault.Failed.ShouldBeFalse();
        places.Split(',').ShouldContain(path);
    }

    [Theory]
    [InlineData("no-such-program")]
    [InlineData("libnothing.so.1")]
    [InlineData("/no/such/file")]
    [InlineData("no/such/file")]
    public void What_is_not_there_is_a_fault(string name)
    {
        Fault fault = Open(name).Fault;
        (fault.Code, fault.Errno).ShouldBe((FaultCode.BinaryUnreadable, Errno.NoEntry));
    }

    [Fact]
    public void A_folder_is_no_program() => Open("/usr/bin").Fault.Code.ShouldBe(FaultCode.ElfBadMagic);

    [Fact]
    public void What_is_no_program_is_closed_once_and_by_whoever_opened_it()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "#!/bin/sh\n");
        var path = new PathText(new byte[BinarySearch.MaxPathBytes]);
        BinarySearch.Open(Encoding.UTF8.GetBytes(file), ref path, out BinaryFile opened, out _).Code.ShouldBe(FaultCode.ElfBadMagic);
        // Its caller disposes it as well: by then the number may be somebody else's.
        opened.Length.ShouldBe(0ul);
        File.Delete(file);
    }

    [Fact]
    public void An_empty_file_is_closed_again()
    {
        string file = Path.GetTempFileName();
        BinaryFile.Open(Encoding.UTF8.GetBytes(file + "\0"), out BinaryFile opened).ShouldBe(0);
        opened.Dispose();
        Directory.GetFiles("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget).ShouldNotContain(file);
        File.Delete(file);
    }

    [Fact]
    public void Every_name_of_a_folder_is_read_through_a_small_buffer()
    {
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        string[] expected = [.. Enumerable.Range(0, 300).Select(i => $"name-{i}-{new string('x', i % 200)}")];
        foreach (string name in expected)
            File.WriteAllText(Path.Combine(folder, name), "");

        var actual = new List<string>();
        FolderNames.Open(Encoding.UTF8.GetBytes(folder + "\0"), new byte[512], out FolderNames names).ShouldBe(0);
        using (names)
        {
            while (names.Next(out ReadOnlySpan<byte> name))
                actual.Add(Encoding.UTF8.GetString(name));
        }
        Directory.Delete(folder, recursive: true);
        actual.Where(name => name is not ("." or "..")).Order().ShouldBe(expected.Order());
    }

    private static (Fault Fault, string Path) Open(string name)
    {
        var path = new PathText(new byte[BinarySearch.MaxPathBytes]);
        Fault fault = BinarySearch.Open(Encoding.UTF8.GetBytes(name), ref path, out BinaryFile file, out _);
        file.Dispose();
        return (fault, Encoding.UTF8.GetString(path.Text));
    }
}
