// /sys/class/net/<name>/ifindex: Documentation/ABI/testing/sysfs-class-net

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Flowmeter;

/// <summary>The interfaces that are metered, by name and by number.</summary>
internal sealed unsafe class InterfaceNames
{
    private const int Most = 16;
    private const int MostNameBytes = 15;

    private readonly nint[] _names = new nint[Most];
    private readonly uint[] _numbers = new uint[Most];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    /// <param name="name">Zero-terminated, there for as long as the process.</param>
    /// <returns>Whether there is room, and it may be a name.</returns>
    public bool Add(byte* name)
    {
        ReadOnlySpan<byte> text = ZeroTerminatedText.Read(name);
        if (Count == Most || text.Length is 0 or > MostNameBytes || text.IndexOf((byte)'/') >= 0 || text.IndexOf((byte)':') >= 0)
            return false;
        _names[Count++] = (nint)name;
        return true;
    }

    /// <summary>A name.</summary>
    public ReadOnlySpan<byte> Name(int place) => ZeroTerminatedText.Read((byte*)_names[place]);

    /// <summary>Learns the numbers of all; 0 where the kernel does not tell.</summary>
    public void Number()
    {
        Span<byte> path = stackalloc byte[64];
        Span<byte> text = stackalloc byte[16];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<byte> name = Name(i), before = "/sys/class/net/"u8, after = "/ifindex\0"u8;
            before.CopyTo(path);
            name.CopyTo(path[before.Length..]);
            after.CopyTo(path[(before.Length + name.Length)..]);
            int length = KernelFile.Read(path, text);
            uint number = 0;
            for (int at = 0; at < length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
                number = (number * 10) + text[at] - '0';
            _numbers[i] = number;
        }
    }

    /// <summary>The name of a number; empty for one that is not known.</summary>
    public ReadOnlySpan<byte> Of(uint number)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_numbers[i] == number && number != 0)
                return Name(i);
        }
        return default;
    }
}
