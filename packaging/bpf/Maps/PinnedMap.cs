// Objects in a BPF file system: BPF_OBJ_PIN and BPF_OBJ_GET (kernel/bpf/inode.c), by libbpf's rules for names and for reuse.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Maps;

/// <summary>Opens maps that are pinned, and pins maps.</summary>
public static unsafe class PinnedMap
{
    private const int CurrentDirectory = -100;
    private const int OwnerOnly = 0x1c0; // 0700
    private const int MaxPathBytes = 4096;

    /// <summary>Where a map is pinned by name if nothing else is said.</summary>
    public static ReadOnlySpan<byte> DefaultFolder => "/sys/fs/bpf"u8;

    /// <summary>Has a map pinned at a path, or opened there if it is pinned already. Ask for it before the maps are created.</summary>
    /// <param name="map">The map.</param>
    /// <param name="path">Without a final zero.</param>
    /// <param name="arena">Keeps the path.</param>
    /// <returns><see cref="FaultCode.ArenaFull"/> or <see cref="FaultCode.MapPinPathTooLong"/>.</returns>
    public static Fault PinAt(ref MapSpec map, ReadOnlySpan<byte> path, scoped ref Arena arena)
    {
        if (path.Length >= MaxPathBytes)
            return new Fault(FaultCode.MapPinPathTooLong, path.Length);
        Fault fault = arena.Allocate(path.Length + 1, out Span<byte> copy);
        if (fault.Failed)
            return fault;
        path.CopyTo(copy);
        copy[path.Length] = 0;
        fixed (byte* start = copy)
            map.PinPath = start;
        return Fault.None;
    }

    /// <summary>Whether a map is to outlive its loader.</summary>
    internal static bool IsWanted(in MapSpec map) => map.PinPath != null || map.Pinning == MapPinning.ByName;

    /// <summary>Opens a map where it is to be pinned, if there is one.</summary>
    /// <param name="map">The map, its size settled; receives the descriptor.</param>
    /// <param name="name">Its name.</param>
    /// <param name="environment">Where to look; receives the difference.</param>
    /// <returns>
    /// <see cref="FaultCode.MapPinnedDiffers"/>, or <see cref="FaultCode.MapPinRefused"/> with the kernel's errno. None also where there
    /// is nothing: then the map isn't open.
    /// </returns>
    internal static Fault Open(ref MapSpec map, ReadOnlySpan<byte> name, scoped ref MapEnvironment environment)
    {
        byte* buffer = stackalloc byte[MaxPathBytes];
        byte* path = Path(map, name, environment.PinFolder, new Span<byte>(buffer, MaxPathBytes), out _);
        if (path == null)
            return new Fault(FaultCode.MapPinPathTooLong);
        ObjectPinAttributes attributes = default;
        attributes.Path = (ulong)path;
        int fd = BpfCall.OpenPinned(&attributes);
        if (fd == -Errno.NoEntry)
            return Fault.None;
        if (fd < 0)
            return new Fault(FaultCode.MapPinRefused, 0, -fd);
        int result = MapInfo.Read(fd, out MapInfo found);
        environment.Difference = Compare(map, found);
        if (result < 0 || environment.Difference.Attribute != MapAttribute.None)
        {
            Syscall.Close(fd);
            return result < 0 ? new Fault(FaultCode.MapPinRefused, 0, -result) : new Fault(FaultCode.MapPinnedDiffers);
        }
        map.Fd = fd;
        map.IsReused = true;
        return Fault.None;
    }

    /// <summary>Pins a created map where it is to be.</summary>
    /// <param name="map">The map.</param>
    /// <param name="name">Its name.</param>
    /// <param name="environment">Where to.</param>
    /// <returns><see cref="FaultCode.MapPinRefused"/> with the kernel's errno: EPERM where it is no BPF file system.</returns>
    internal static Fault Pin(in MapSpec map, ReadOnlySpan<byte> name, scoped in MapEnvironment environment)
    {
        byte* buffer = stackalloc byte[MaxPathBytes];
        byte* path = Path(map, name, environment.PinFolder, new Span<byte>(buffer, MaxPathBytes), out int folder);
        if (path == null)
            return new Fault(FaultCode.MapPinPathTooLong);
        if (folder != 0)
        {
            path[folder] = 0;
            Syscall.Invoke(SyscallNumber.Mkdirat, CurrentDirectory, (nint)path, OwnerOnly);
            path[folder] = (byte)'/';
        }
        ObjectPinAttributes attributes = default;
        attributes.Path = (ulong)path;
        attributes.Fd = map.Fd;
        int result = BpfCall.Pin(&attributes);
        return result < 0 ? new Fault(FaultCode.MapPinRefused, 0, -result) : Fault.None;
    }

    /// <summary>Finds the first thing in which a pinned map is not the one that is declared.</summary>
    internal static MapDifference Compare(in MapSpec map, in MapInfo found)
    {
        // The kernel adds the flag to what leads to devices itself.
        bool isDevices = map.Type is MapType.DeviceMap or MapType.DeviceHash;
        uint flags = isDevices ? found.Flags & ~MapFlags.ReadOnlyForPrograms : found.Flags;
        if (map.Type != found.Type)
            return new MapDifference(MapAttribute.Type, (uint)map.Type, (uint)found.Type);
        if (map.KeyBytes != found.KeyBytes)
            return new MapDifference(MapAttribute.KeySize, map.KeyBytes, found.KeyBytes);
        if (map.ValueBytes != found.ValueBytes)
            return new MapDifference(MapAttribute.ValueSize, map.ValueBytes, found.ValueBytes);
        if (map.MaxEntries != found.MaxEntries)
            return new MapDifference(MapAttribute.MaxEntries, map.MaxEntries, found.MaxEntries);
        if (map.Flags != flags)
            return new MapDifference(MapAttribute.Flags, map.Flags, flags);
        return map.Extra != found.Extra ? new MapDifference(MapAttribute.Extra, map.Extra, found.Extra) : default;
    }

    // Where the map's file is, ended by a zero; null if that is too long. Only a folder that is given is ours to make.
    private static byte* Path(in MapSpec map, ReadOnlySpan<byte> name, ReadOnlySpan<byte> folder, Span<byte> buffer, out int folderLength)
    {
        folderLength = 0;
        if (map.PinPath != null)
            return map.PinPath;
        ReadOnlySpan<byte> start = folder.Length == 0 ? DefaultFolder : folder;
        folderLength = folder.Length;
        if (start.Length + name.Length + 2 > buffer.Length)
            return null;
        start.CopyTo(buffer);
        int at = start.Length;
        buffer[at++] = (byte)'/';
        // A BPF file system has no names with dots.
        foreach (byte letter in name)
            buffer[at++] = letter is (byte)'.' or (byte)'/' ? (byte)'_' : letter;
        buffer[at] = 0;
        fixed (byte* path = buffer)
            return path;
    }
}
