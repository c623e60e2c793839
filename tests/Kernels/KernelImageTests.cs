using System;
using System.Buffers.Binary;
using System.IO;
using Corewright.Build.Kernels;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Kernels;

public class KernelImageTests
{
    [Fact]
    public void A_bzImage_gives_its_vmlinux_and_BTF()
    {
        byte[] btf = KernelBytes.Btf(), vmlinux = KernelBytes.Vmlinux(btf);
        KernelImage image = KernelImage.Read(KernelBytes.BzImage(KernelBytes.Lz4(vmlinux), vmlinux.Length));
        image.Boot.ShouldBe(vmlinux);
        image.Btf.ShouldBe(btf);
    }

    [Theory]
    [InlineData(0x248, 0x7FFFFFFF)] // payload_offset
    [InlineData(0x248, -1)]
    [InlineData(0x24C, 0x7FFFFFFF)] // payload_length
    [InlineData(0x24C, -1)]
    [InlineData(0x24C, 0)]
    [InlineData(0x1F1, 255)] // setup_sects
    [InlineData(0x206, 0x207)] // A protocol that does not tell its payload.
    public void A_bzImage_whose_header_lies_is_refused(int at, int value)
    {
        byte[] vmlinux = KernelBytes.Vmlinux(KernelBytes.Btf());
        byte[] image = KernelBytes.BzImage(KernelBytes.Lz4(vmlinux), vmlinux.Length);
        if (at == 0x1F1)
            image[at] = (byte)value;
        else
            BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at), value);
        Should.Throw<InvalidDataException>(() => KernelImage.Read(image));
    }

    [Theory]
    [InlineData(new byte[] { 0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 1, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(new byte[] { 0x02, 0x21, 0x4C, 0x18, 200, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void A_payload_that_does_not_unpack_is_refused(byte[] payload)
    {
        Should.Throw<InvalidDataException>(() => KernelImage.Read(KernelBytes.BzImage(payload, 100)));
    }

    [Fact]
    public void Broken_images_of_every_kind_are_read_or_refused()
    {
        byte[] vmlinux = KernelBytes.Vmlinux(KernelBytes.Btf());
        byte[] whole = KernelBytes.BzImage(KernelBytes.Lz4(vmlinux), vmlinux.Length);
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] broken = whole[..random.Next(whole.Length + 1)];
            for (int j = 0; j < 6 && broken.Length > 0; j++)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            try
            {
                KernelImage.Read(broken);
            }
            catch (InvalidDataException)
            {
                // The one way to say no.
            }
        }
    }

    [Fact]
    public void An_arm64_Image_gives_itself_and_its_BTF()
    {
        byte[] btf = KernelBytes.Btf();
        byte[] image = [.. Arm64Header(), .. btf, .. new byte[100]];
        KernelImage read = KernelImage.Read(image);
        read.Boot.ShouldBe(image);
        read.Btf.ShouldBe(btf);
    }

    [Fact]
    public void An_arm64_Image_with_no_BTF_or_two_is_refused()
    {
        Should.Throw<InvalidDataException>(() => KernelImage.Read((byte[])[.. Arm64Header(), .. new byte[100]]));
        Should.Throw<InvalidDataException>(() => KernelImage.Read((byte[])[.. Arm64Header(), .. KernelBytes.Btf(), .. KernelBytes.Btf()]));
    }

    [Fact]
    public void A_BTF_header_that_points_beyond_the_image_is_not_taken()
    {
        byte[] cut = KernelBytes.Btf()[..^1];
        Should.Throw<InvalidDataException>(() => KernelImage.Read((byte[])[.. Arm64Header(), .. cut]));
    }

    [Fact]
    public void A_zImage_without_a_kernel_inside_is_refused()
    {
        var image = new byte[4096];
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24), 0x016F2818);
        Should.Throw<InvalidDataException>(() => KernelImage.Read(image));
        // The decompressor's own strings hold the magic, too.
        ((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 0, (byte)'X', (byte)'Z']).CopyTo(image.AsSpan(0x200));
        Should.Throw<InvalidDataException>(() => KernelImage.Read(image));
    }

    [Fact]
    public void Something_else_is_refused_with_what_it_begins_with()
    {
        Should.Throw<InvalidDataException>(() => KernelImage.Read("hello world, this is no kernel at all, is it? no no no no no no"u8.ToArray()))
            .Message.ShouldContain("0x6C6C6568");
        Should.Throw<InvalidDataException>(() => KernelImage.Read(Array.Empty<byte>()));
    }

    private static byte[] Arm64Header()
    {
        var header = new byte[128];
        "ARMd"u8.CopyTo(header.AsSpan(56));
        return header;
    }
}
