// The BTF of loaded modules, by BPF_BTF_GET_NEXT_ID, BPF_BTF_GET_FD_BY_ID and BPF_OBJ_GET_INFO_BY_FD of bpf(2).

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Btf;

/// <summary>
/// Goes through the kernel's modules that have BTF (v5.11). It is split BTF: ids and string offsets continue those of vmlinux, and
/// <see cref="BtfReader"/> reads it on top of that. A kernel that has none, or a user without CAP_SYS_ADMIN, sees no modules; both
/// is no error, as with libbpf.
/// </summary>
public unsafe struct ModuleTypes : IDisposable
{
    // MODULE_NAME_LEN of include/linux/module.h
    private const int MaxNameBytes = 64;

    private fixed byte _name[MaxNameBytes];
    private int _nameLength;
    private int _fd;
    private uint _size;

    /// <summary>The kernel's number of the module's BTF.</summary>
    public uint Id { get; private set; }

    /// <summary>The kernel's answer where the walk ended early: an errno, positive. 0 where all were seen.</summary>
    public int Errno { get; private set; }

    /// <summary>The module's BTF: what BPF_PROG_LOAD takes as attach_btf_obj_fd. Closed by the next step, unless it was taken.</summary>
    public readonly int Fd => _fd - 1;

    /// <summary>Its size in bytes.</summary>
    public readonly int Size => (int)_size;

    /// <summary>The module's name.</summary>
    public readonly void CopyName(Span<byte> destination, out int length)
    {
        length = Math.Min(_nameLength, destination.Length);
        for (int i = 0; i < length; i++)
            destination[i] = _name[i];
    }

    /// <summary>Whether the module has a name.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> name)
    {
        fixed (byte* start = _name)
            return new ReadOnlySpan<byte>(start, _nameLength).SequenceEqual(name);
    }

    /// <summary>Goes to the next module.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        Close();
        while (true)
        {
            int result = BpfCall.NextBtfId(Id, out uint next);
            if (result < 0)
            {
                // ENOENT: the last one was the last. EPERM: not ours to see. EINVAL: older than the command.
                Errno = result is -Kernel.Errno.NoEntry or -Kernel.Errno.NotPermitted or -Kernel.Errno.Invalid ? 0 : -result;
                return false;
            }
            Id = next;
            int fd = BpfCall.OpenBtf(next);
            if (fd == -Kernel.Errno.NoEntry)
                continue; // unloaded meanwhile
            if (fd < 0)
            {
                Errno = fd == -Kernel.Errno.NotPermitted ? 0 : -fd;
                return false;
            }
            _fd = fd + 1;
            result = Describe(out bool isModule);
            if (result >= 0 && isModule)
                return true;
            Close();
            // E2BIG: the kernel's struct has no name yet, so its modules have no BTF.
            if (result == -Kernel.Errno.TooBig)
                return false;
        }
    }

    /// <summary>Gives the descriptor away; whoever took it closes it.</summary>
    public int TakeFd()
    {
        int fd = Fd;
        _fd = 0;
        return fd;
    }

    /// <summary>Reads the module's BTF.</summary>
    /// <param name="types">All of it; to be disposed.</param>
    /// <returns>0, or a negated errno.</returns>
    public readonly int Read(out MappedMemory types)
    {
        types = MappedMemory.Allocate(Math.Max(Size, 1));
        if (types.IsEmpty)
            return -Kernel.Errno.NoMemory;
        BtfInfo info = default;
        info.Btf = (ulong)types.Start;
        info.BtfSize = _size;
        int result = BpfCall.ObjectInfo(Fd, &info, sizeof(BtfInfo));
        if (result >= 0 && info.BtfSize == _size)
            return 0;
        types.Dispose();
        return result < 0 ? result : -Kernel.Errno.TryAgain;
    }

    /// <summary>Closes what the walk holds.</summary>
    public void Dispose() => Close();

    private int Describe(out bool isModule)
    {
        BtfInfo info = default;
        fixed (byte* name = _name)
        {
            info.Name = (ulong)name;
            info.NameLength = MaxNameBytes;
            int result = BpfCall.ObjectInfo(Fd, &info, sizeof(BtfInfo));
            var text = new ReadOnlySpan<byte>(name, MaxNameBytes);
            _nameLength = Math.Max(text.IndexOf((byte)0), 0);
            _size = info.BtfSize;
            isModule = result >= 0 && info.IsKernel != 0 && _size <= int.MaxValue
                && _nameLength > 0 && !text[.._nameLength].SequenceEqual("vmlinux"u8);
            return result;
        }
    }

    private void Close()
    {
        if (_fd != 0)
            Syscall.Close(_fd - 1);
        _fd = 0;
    }
}
