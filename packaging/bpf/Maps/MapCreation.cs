using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>Creates maps in the kernel.</summary>
public static unsafe class MapCreation
{
    private const uint ReadOnlyForPrograms = 1 << 7; // BPF_F_RDONLY_PROG, v5.2

    /// <summary>Creates a map. Its descriptor closes on exec.</summary>
    /// <param name="map">What to create; receives the descriptor.</param>
    /// <param name="name">Shown by bpftool.</param>
    /// <param name="btf">The object's BTF in the kernel, or -1: then the map goes without type information.</param>
    /// <param name="pageBytes">The kernel's page size: a ring buffer is rounded up to it.</param>
    /// <returns><see cref="FaultCode.MapRefused"/> or <see cref="FaultCode.MapNoRingBuffer"/>, with the kernel's errno.</returns>
    public static Fault Create(ref MapSpec map, ReadOnlySpan<byte> name, int btf, uint pageBytes)
    {
        if (map.Type == MapSpec.RingBufferType)
            map.MaxEntries = RingBytes(map.MaxEntries, pageBytes);
        MapCreateAttributes attributes = default;
        attributes.MapType = map.Type;
        attributes.KeySize = map.KeyBytes;
        attributes.ValueSize = map.ValueBytes;
        attributes.MaxEntries = map.MaxEntries;
        attributes.MapFlags = map.Flags | (map.IsReadOnly ? ReadOnlyForPrograms : 0);
        ObjectName.Write(name, new Span<byte>(attributes.MapName, ObjectName.MaxBytes));

        int fd = -Errno.Invalid;
        if (btf >= 0 && map.KeyType != 0 && map.ValueType != 0)
        {
            attributes.BtfFd = btf;
            attributes.BtfKeyTypeId = map.KeyType;
            attributes.BtfValueTypeId = map.ValueType;
            fd = BpfCall.CreateMap(&attributes);
        }
        if (fd < 0)
        {
            // Several kinds of map take no types, and which ones changes with the kernel.
            attributes.BtfFd = 0;
            attributes.BtfKeyTypeId = 0;
            attributes.BtfValueTypeId = 0;
            fd = BpfCall.CreateMap(&attributes);
        }
        if (fd == -Errno.Invalid && map.Type == MapSpec.RingBufferType)
            return new Fault(FaultCode.MapNoRingBuffer, 0, Errno.Invalid);
        if (fd < 0)
            return new Fault(FaultCode.MapRefused, 0, -fd);
        map.Fd = fd;
        return Fault.None;
    }

    /// <summary>Puts a data section's contents into its map, and freezes what is read-only.</summary>
    /// <param name="map">A created map of one value.</param>
    /// <param name="contents">As many bytes as the value has; empty for zeroes, which is what a map starts with.</param>
    /// <returns><see cref="FaultCode.MapRefused"/> with the kernel's errno.</returns>
    public static Fault Fill(in MapSpec map, ReadOnlySpan<byte> contents)
    {
        int result = 0;
        if (contents.Length != 0)
        {
            uint key = 0;
            fixed (byte* start = contents)
            {
                MapElementAttributes attributes = default;
                attributes.MapFd = map.Fd;
                attributes.Key = (ulong)&key;
                attributes.Value = (ulong)start;
                result = BpfCall.UpdateElement(&attributes);
            }
        }
        // Freezing lets the verifier see constants; where it can't be done the program is right all the same.
        if (result >= 0 && map.IsReadOnly)
            BpfCall.FreezeMap(map.Fd);
        return result < 0 ? new Fault(FaultCode.MapRefused, 0, -result) : Fault.None;
    }

    /// <summary>The size that the kernel accepts for a ring buffer: a power of two of whole pages.</summary>
    /// <param name="wanted">Bytes asked for.</param>
    /// <param name="pageBytes">The kernel's page size.</param>
    internal static uint RingBytes(uint wanted, uint pageBytes)
    {
        uint size = pageBytes;
        while (size < wanted && size < 1u << 31)
            size <<= 1;
        return size;
    }
}
