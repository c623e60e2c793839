using System;
using System.Buffers.Binary;
using System.IO;
using Corewright.Bpf;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Kernels;

/// <summary>What a vmlinuz is turned into.</summary>
/// <param name="Boot">What QEMU's <c>-kernel</c> takes.</param>
/// <param name="Btf">The kernel's own BTF; empty where it has none.</param>
internal sealed record KernelImage(byte[] Boot, byte[] Btf)
{
    // Documentation/arch/arm64/booting.rst: "ARM\x64" at 56.
    private const int ArmImageMagicOffset = 56;

    /// <summary>Reads a bzImage, an arm64 Image or an arm zImage.</summary>
    /// <exception cref="InvalidDataException">It is none of them, or damaged.</exception>
    public static KernelImage Read(ReadOnlyMemory<byte> vmlinuz)
    {
        if (BzImage.Is(vmlinuz.Span))
        {
            byte[] vmlinux = BzImage.Vmlinux(vmlinuz);
            return new KernelImage(vmlinux, Section(vmlinux));
        }
        if (ArmImage.Is(vmlinuz.Span))
            return new KernelImage(ArmImage.Bootable(vmlinuz), []);
        if (vmlinuz.Length > 64 && vmlinuz.Span[ArmImageMagicOffset..].StartsWith("ARMd"u8))
            return new KernelImage(vmlinuz.ToArray(), BtfScan.Find(vmlinuz.Span).ToArray());
        string head = vmlinuz.Length < 4 ? $"{vmlinuz.Length} bytes" : $"0x{BinaryPrimitives.ReadUInt32LittleEndian(vmlinuz.Span):X8}";
        throw new InvalidDataException($"a bzImage, an arm64 Image or an arm zImage was expected; the file begins with {head}");
    }

    private static byte[] Section(ReadOnlySpan<byte> vmlinux)
    {
        Fault fault = ElfReader.Open(vmlinux, out ElfReader elf);
        if (fault.Failed)
            throw new InvalidDataException($"the kernel's ELF file is damaged (fault {(int)fault.Code})");
        return elf.TryFindSection(".BTF"u8, out ElfSection section)
            ? elf.Data(section).ToArray() : throw new InvalidDataException("the kernel has no BTF");
    }
}
