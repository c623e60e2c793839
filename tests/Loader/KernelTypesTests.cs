using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Loading;
using Corewright.Tests.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>BTF from files: as it is, or inside a vmlinux of either word size.</summary>
public class KernelTypesTests
{
    private static readonly byte[] s_btf = BtfBuilder.Kernel().Build();

    [Fact]
    public void Every_place_where_libbpf_looks_is_looked_at()
    {
        var paths = new VmlinuxPaths("6.1.0-x"u8, new byte[VmlinuxPaths.MaxBytes]);
        var found = new List<string>();
        while (paths.Next(out Span<byte> path))
        {
            path[^1].ShouldBe((byte)0);
            found.Add(Encoding.UTF8.GetString(path[..^1]));
        }
        found.ShouldBe(
        [
            "/boot/vmlinux-6.1.0-x", "/lib/modules/6.1.0-x/vmlinux-6.1.0-x", "/lib/modules/6.1.0-x/build/vmlinux",
            "/usr/lib/modules/6.1.0-x/kernel/vmlinux", "/usr/lib/debug/boot/vmlinux-6.1.0-x", "/usr/lib/debug/boot/vmlinux-6.1.0-x.debug",
            "/usr/lib/debug/lib/modules/6.1.0-x/vmlinux",
        ]);
    }

    [Fact]
    public void The_longest_release_has_room()
    {
        byte[] release = Encoding.ASCII.GetBytes(new string('x', KernelRelease.MaxLength - 1));
        var paths = new VmlinuxPaths(release, new byte[VmlinuxPaths.MaxBytes]);
        int count = 0;
        while (paths.Next(out _))
            count++;
        count.ShouldBe(7);
        new VmlinuxPaths(release, default).Next(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_file_of_BTF_is_read_as_it_is() => Read(s_btf).ShouldBe(s_btf);

    [Fact]
    public void Of_a_vmlinux_of_64_bits_the_section_is_read() =>
        Read(ObjectBuilder.Elf((".text", 1, 0, [1, 2, 3, 4], 0, 0, 0), (".BTF", 1, 0, s_btf, 0, 0, 0))).ShouldBe(s_btf);

    [Fact]
    public void Of_a_vmlinux_of_32_bits_the_section_is_read() => Read(Vmlinux.Of32Bits(s_btf)).ShouldBe(s_btf);

    [Fact]
    public void A_section_that_leaves_its_file_is_cut_off_there() => Read(Vmlinux.Of32Bits(s_btf)[..^7]).ShouldBe(s_btf[..^7]);

    [Fact]
    public void A_vmlinux_without_BTF_gives_none() => Read(ObjectBuilder.Elf((".text", 1, 0, [1, 2, 3, 4], 0, 0, 0))).ShouldBeEmpty();

    [Fact]
    public void A_file_that_is_not_there_is_told_by_the_kernels_answer()
    {
        KernelTypes types = KernelTypes.Read("/no/such/file\0"u8);
        types.Source.ShouldBe(KernelTypesSource.None);
        types.Errno.ShouldBe(Errno.NoEntry);
    }

    private static byte[] Read(byte[] content)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            KernelTypes types = KernelTypes.Read(Encoding.UTF8.GetBytes(path + "\0"));
            types.Source.ShouldBe(KernelTypesSource.File);
            byte[] read = types.Bytes.ToArray();
            types.Dispose();
            return read;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
