// The payload that build/Loaders links behind the loader's code. Little endian throughout:
//   header   char magic[4] = "CWPL", u32 version = 1, u32 count, u32 reserved = 0
//   entries  count times: u32 kind, u32 offset, u32 length, u32 reserved = 0, char name[56] (zero padded)
//   data     at the entries' offsets (from the payload's start), 8-byte aligned

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Corewright.Loader;

/// <summary>What an entry of the payload holds.</summary>
internal enum PayloadKind : uint
{
    /// <summary>The BPF object; the name is the program's.</summary>
    Object = 1,

    /// <summary>BTF for a kernel that has none; the name is its <c>uname -r</c>.</summary>
    Btf = 2,

    /// <summary>The loader's version, as text.</summary>
    Version = 3,

    /// <summary>The build's id, as hexadecimal text.</summary>
    BuildId = 4,
}

/// <summary>Reads the payload in place. Everything in it is checked by <see cref="TryOpen"/>, once.</summary>
// Its methods are called from many places and never often: inlined, they would be a tenth of a loader.
internal readonly ref struct Payload
{
    private const int HeaderBytes = 16;
    private const int EntryBytes = 72;
    private const int NameOffset = 16;
    private const uint FormatVersion = 1;
    private const uint MaxEntries = 1024;
    private const uint DataAlignment = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private Payload(ReadOnlySpan<byte> bytes, int count)
    {
        _bytes = bytes;
        Count = count;
    }

    /// <summary>How many entries there are.</summary>
    public int Count { get; }

    /// <summary>Checks a payload.</summary>
    /// <param name="bytes">All of it; bytes after the last entry's data don't matter.</param>
    /// <param name="payload">The payload, if it is one.</param>
    /// <returns>Whether header, entries and data all lie inside <paramref name="bytes"/>, and every name ends.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out Payload payload)
    {
        payload = default;
        if (bytes.Length < HeaderBytes || !bytes[..4].SequenceEqual("CWPL"u8) || Word(bytes, 4) != FormatVersion)
            return false;
        uint count = Word(bytes, 8);
        if (count > MaxEntries || HeaderBytes + ((long)count * EntryBytes) > bytes.Length)
            return false;
        var candidate = new Payload(bytes, (int)count);
        for (int i = 0; i < candidate.Count; i++)
        {
            ReadOnlySpan<byte> entry = candidate.Entry(i);
            uint offset = Word(entry, 4);
            if (offset % DataAlignment != 0 || offset + (ulong)Word(entry, 8) > (ulong)bytes.Length
                || entry[NameOffset..].IndexOf((byte)0) < 0)
            {
                return false;
            }
        }
        payload = candidate;
        return true;
    }

    /// <summary>What an entry holds.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public PayloadKind Kind(int index) => (PayloadKind)Word(Entry(index), 0);

    /// <summary>An entry's name.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySpan<byte> Name(int index)
    {
        ReadOnlySpan<byte> name = Entry(index)[NameOffset..];
        return name[..name.IndexOf((byte)0)];
    }

    /// <summary>An entry's data.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySpan<byte> Data(int index)
    {
        ReadOnlySpan<byte> entry = Entry(index);
        return _bytes.Slice((int)Word(entry, 4), (int)Word(entry, 8));
    }

    /// <summary>The data of the first entry of a kind; empty where there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySpan<byte> First(PayloadKind kind)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Kind(i) == kind)
                return Data(i);
        }
        return default;
    }

    /// <summary>The data of the entry of a kind and a name; empty where there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySpan<byte> Find(PayloadKind kind, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Kind(i) == kind && Name(i).SequenceEqual(name))
                return Data(i);
        }
        return default;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(at, 4));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlySpan<byte> Entry(int index) => _bytes.Slice(HeaderBytes + (index * EntryBytes), EntryBytes);
}
