using System;
using System.Buffers.Binary;
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
    public void Of_a_vmlinux_of_32_bits_the_section_is_read() => Read(Elf32(0)).ShouldBe(s_btf);

    [Fact]
    public void A_section_that_leaves_its_file_is_cut_off_there() => Read(Elf32(-7)).ShouldBe(s_btf[..^7]);

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

    /// <summary>An ELF file of 32 bits: header, names, section headers, and the BTF last.</summary>
    private static byte[] Elf32(int cut)
    {
        const int Header = 52, Section = 40;
        byte[] names = Encoding.ASCII.GetBytes("\0.BTF\0.shstrtab\0");
        int namesAt = Header, sectionsAt = Header + names.Length, typesAt = sectionsAt + (3 * Section);
        byte[] file = new byte[typesAt + s_btf.Length];
        "\u007fELF"u8.CopyTo(file);
        file[4] = file[5] = file[6] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(32), sectionsAt);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(46), Section);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(48), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(50), 2);
        names.CopyTo(file, namesAt);
        Describe(1, 1, 1, typesAt, s_btf.Length);
        Describe(2, 6, 3, namesAt, names.Length);
        s_btf.CopyTo(file, typesAt);
        return file[..(file.Length + cut)];

        void Describe(int index, int name, int type, int offset, int size)
        {
            Span<byte> section = file.AsSpan(sectionsAt + (index * Section));
            BinaryPrimitives.WriteInt32LittleEndian(section, name);
            BinaryPrimitives.WriteInt32LittleEndian(section[4..], type);
            BinaryPrimitives.WriteInt32LittleEndian(section[16..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(section[20..], size);
        }
    }
}
