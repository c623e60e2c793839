using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Loading;

/// <summary>Where the BTF of the running kernel was found.</summary>
internal enum KernelTypesSource
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>The kernel itself: <see cref="KernelTypes.VmlinuxPath"/>.</summary>
    Kernel,

    /// <summary>The payload.</summary>
    Embedded,

    /// <summary>The file that <c>--btf</c> names.</summary>
    File,

    /// <summary>A vmlinux of the running kernel's release on disk: <see cref="KernelTypes.Path"/>.</summary>
    Disk,
}

/// <summary>Finds the BTF of the running kernel.</summary>
internal unsafe ref struct KernelTypes
{
    // More than any kernel has: the largest in the matrix has 7 MB.
    private const int MaxBytes = 64 << 20;

    private MappedMemory _memory;

    /// <summary>Where a kernel with BTF shows it; ends with a zero.</summary>
    public static ReadOnlySpan<byte> VmlinuxPath => "/sys/kernel/btf/vmlinux\0"u8;

    /// <summary>Where it came from.</summary>
    public KernelTypesSource Source;

    /// <summary>The BTF.</summary>
    public ReadOnlySpan<byte> Bytes;

    /// <summary>Why it couldn't be read: an errno, positive; E2BIG for a file over 64 MiB. 0 where all is well.</summary>
    public int Errno;

    /// <summary>The path of <see cref="KernelTypesSource.Disk"/>.</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>
    /// Takes the file that was asked for, and else the kernel's own BTF, and else the one on board for exactly this kernel, and else
    /// that in a vmlinux of this release on disk.
    /// </summary>
    /// <param name="file">A path, or null.</param>
    /// <param name="payload">What is on board.</param>
    /// <param name="release">What <c>uname -r</c> says.</param>
    /// <param name="room"><see cref="VmlinuxPaths.MaxBytes"/> bytes for <see cref="Path"/>; without, the disk is not searched.</param>
    public static KernelTypes Find(byte* file, scoped in Payload payload, ReadOnlySpan<byte> release, Span<byte> room)
    {
        KernelTypes types = default;
        if (file != null)
        {
            return Read(new ReadOnlySpan<byte>(file, ZeroTerminatedText.Read(file).Length + 1));
        }
        if (KernelFile.TryMap(VmlinuxPath, MaxBytes, out types._memory))
        {
            types.Source = KernelTypesSource.Kernel;
            types.Bytes = types._memory.Bytes;
            return types;
        }
        types.Read(VmlinuxPath, KernelTypesSource.Kernel);
        if (types.Source != KernelTypesSource.None)
            return types;
        types.Bytes = payload.Find(PayloadKind.Btf, release);
        if (types.Bytes.Length != 0)
        {
            types.Source = KernelTypesSource.Embedded;
            types.Errno = 0;
            return types;
        }
        types.Search(release, room);
        return types;
    }

    /// <summary>Reads a file that is asked for by name.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    internal static KernelTypes Read(ReadOnlySpan<byte> path)
    {
        KernelTypes types = default;
        types.Read(path, KernelTypesSource.File);
        return types;
    }

    /// <summary>Gives the memory back; the BTF is only needed until everything is relocated.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        Bytes = default;
    }

    private void Search(ReadOnlySpan<byte> release, Span<byte> room)
    {
        int errno = Errno;
        var paths = new VmlinuxPaths(release, room);
        while (paths.Next(out Span<byte> path))
        {
            Read(path, KernelTypesSource.Disk);
            if (Bytes.Length == 0)
                continue;
            Path = path[..^1];
            return;
        }
        // What is told is why the kernel itself gave none.
        Source = KernelTypesSource.None;
        Errno = errno;
    }

    private void Read(ReadOnlySpan<byte> path, KernelTypesSource source)
    {
        // That of a vmlinux before that has no BTF.
        _memory.Dispose();
        _memory = MappedMemory.Allocate(MaxBytes);
        int length = _memory.IsEmpty ? -Bpf.Kernel.Errno.NoMemory : ReadFile(path, _memory.Bytes);
        if (length == MaxBytes)
            length = -Bpf.Kernel.Errno.TooBig;
        if (length < 0)
        {
            Errno = -length;
            _memory.Dispose();
            return;
        }
        Source = source;
        Bytes = _memory.Bytes[..length];
        Errno = 0;
    }

    /// <summary>Reads raw BTF, or the section .BTF of a vmlinux, of which nothing else is touched.</summary>
    private static int ReadFile(ReadOnlySpan<byte> path, Span<byte> destination)
    {
        int result = BinaryFile.Open(path, out BinaryFile file);
        if (result < 0)
            return result;
        if (NativeElf.Open(file, out NativeElf elf).Code == Bpf.FaultCode.ElfBadMagic)
        {
            result = KernelFile.Read(path, destination);
        }
        else if (elf.TryFindSection(".BTF"u8, out ElfSection section) && section.Type == ElfSectionType.ProgBits)
        {
            result = section.Size >= (ulong)destination.Length
                ? -Bpf.Kernel.Errno.TooBig
                : file.Read(section.Offset, destination[..(int)section.Size]);
        }
        file.Dispose();
        return result;
    }
}
