using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Maps;

/// <summary>Creates an object's maps in the kernel, or opens those that are pinned already.</summary>
public static unsafe class MapCreation
{
    /// <summary>Creates one of an object's maps, fills it if it holds variables, and pins it if it is to be. Its descriptor closes on exec.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="index">The map's number.</param>
    /// <param name="environment">What to create it with; says in what a pinned map differs.</param>
    /// <returns>
    /// <see cref="FaultCode.FeatureMissing"/> for a type that the kernel is too old for, or a fault of the 600s with the kernel's errno.
    /// </returns>
    public static Fault Create(scoped ref ObjectFile opened, int index, scoped ref MapEnvironment environment)
    {
        ref MapSpec map = ref opened.Maps[index];
        ReadOnlySpan<byte> name = opened.Name(map);
        Fault fault = MapSizes.Settle(ref map, environment.PageBytes);
        if (!fault.Failed && Features.MapRelations && PinnedMap.IsWanted(map))
            fault = PinnedMap.Open(ref map, name, ref environment);
        if (fault.Failed || map.Fd != MapSpec.NotCreated)
            return fault;
        int inner = 0;
        if (Features.MapRelations && map.Inner != MapSpec.NoInner)
        {
            // Only a pattern: the kernel looks at it and keeps nothing of it.
            ref MapSpec pattern = ref opened.InnerMaps[map.Inner];
            fault = MapSizes.Settle(ref pattern, environment.PageBytes);
            if (!fault.Failed)
                fault = Create(ref pattern, default, environment.Types, 0);
            inner = pattern.Fd;
            pattern.Fd = MapSpec.NotCreated;
        }
        if (!fault.Failed)
            fault = Create(ref map, name, environment.Types, inner);
        if (Features.MapRelations && inner > 0)
            Syscall.Close(inner);
        if (!fault.Failed && map.IsData)
            fault = Fill(map, GlobalVariables.Contents(opened, index));
        // Programs that use an arena are verified for the place where it is in user space.
        if (!fault.Failed && Features.Arena && map.Type == MapType.Arena)
            fault = MappedMap.MapArena(opened, index, environment.PageBytes);
        if (!fault.Failed && Features.MapRelations && PinnedMap.IsWanted(map))
            fault = PinnedMap.Pin(map, name, environment);
        return fault;
    }

    private static Fault Create(ref MapSpec map, ReadOnlySpan<byte> name, int types, int inner)
    {
        MapCreateAttributes attributes = default;
        attributes.MapType = (uint)map.Type;
        attributes.KeySize = map.KeyBytes;
        attributes.ValueSize = map.ValueBytes;
        attributes.MaxEntries = map.MaxEntries;
        attributes.MapFlags = map.Flags;
        attributes.NumaNode = map.NumaNode;
        attributes.MapExtra = map.Extra;
        attributes.InnerMapFd = inner;
        // The kernel asks for the object's BTF as well, though the value is of its own type.
        attributes.KernelValueTypeId = map.KernelValueType;
        if (Features.StructOps && map.KernelValueType != 0 && types >= 0)
            attributes.BtfFd = types;
        ObjectName.Write(name, new Span<byte>(attributes.MapName, ObjectName.MaxBytes));
        // Variables can be read while programs change them, and constants be relied on, where the kernel is new enough for it.
        if (map.IsData)
            attributes.MapFlags |= MapFlags.Mappable | (map.IsReadOnly ? MapFlags.ReadOnlyForPrograms : 0);
        if (types >= 0 && map.KeyType != 0 | map.ValueType != 0 && TakesTypes(map.Type))
        {
            attributes.BtfFd = types;
            attributes.BtfKeyTypeId = map.KeyType;
            attributes.BtfValueTypeId = map.ValueType;
        }

        int fd = BpfCall.CreateMap(&attributes);
        if (fd < 0 && attributes.BtfFd != 0 && map.KernelValueType == 0)
        {
            // Types are for people who look at maps; only a few maps are nothing without.
            attributes.BtfFd = 0;
            attributes.BtfKeyTypeId = 0;
            attributes.BtfValueTypeId = 0;
            fd = BpfCall.CreateMap(&attributes);
        }
        if (fd == -Errno.Invalid && map.IsData)
        {
            attributes.MapFlags &= ~MapFlags.Mappable;
            fd = BpfCall.CreateMap(&attributes);
            if (fd == -Errno.Invalid)
            {
                attributes.MapFlags = map.Flags;
                fd = BpfCall.CreateMap(&attributes);
            }
        }
        // Before v5.12 the kernel reads its own BTF with the first program that it verifies, and has no structs until then.
        if (Features.StructOps && fd == -Errno.NotSupportedInKernel && map.Type == MapType.StructOps)
        {
            KernelProbe.HasHelper(1);
            fd = BpfCall.CreateMap(&attributes);
        }
        if (Features.StructOps && fd == -Errno.Invalid && map.Type == MapType.StructOps && (map.Flags & MapFlags.Link) != 0)
            return new Fault(FaultCode.FeatureMissing, (int)KernelFeature.StructOpsLink, Errno.Invalid);
        if (fd < 0)
            return Refused(map.Type, -fd);
        map.Fd = fd;
        return Fault.None;
    }

    // libbpf leaves the types out of these, whose values are the kernel's own; the kernel refuses them in one version or another.
    private static bool TakesTypes(MapType type) => (NeverTyped >> (int)type & 1) == 0;

    private const ulong NeverTyped = 1UL << (int)MapType.PerfEventArray | 1UL << (int)MapType.CgroupArray
        | 1UL << (int)MapType.StackTrace | 1UL << (int)MapType.ArrayOfMaps | 1UL << (int)MapType.HashOfMaps
        | 1UL << (int)MapType.DeviceMap | 1UL << (int)MapType.DeviceHash | 1UL << (int)MapType.CpuMap | 1UL << (int)MapType.XskMap
        | 1UL << (int)MapType.SocketMap | 1UL << (int)MapType.SocketHash | 1UL << (int)MapType.Queue | 1UL << (int)MapType.Stack
        | 1UL << (int)MapType.Arena | 1UL << (int)MapType.RingBuffer | 1UL << (int)MapType.UserRingBuffer;

    // The kernel has one number for a type that it doesn't know and for a definition that makes no sense. An old one is believed not
    // to know it, a new one to have understood.
    private static Fault Refused(MapType type, int errno)
    {
        if (errno == Errno.Invalid)
        {
            Span<byte> release = stackalloc byte[KernelRelease.MaxLength];
            int length = KernelRelease.Read(release);
            bool isForWideWords = type == MapType.Arena && Syscall.Architecture == MachineArchitecture.Armv7;
            if (isForWideWords || KernelRelease.IsBefore(release[..length], MapTypeText.Since(type)))
                return new Fault(FaultCode.FeatureMissing, (int)KernelFeature.FirstMapType + (int)type, errno);
        }
        return new Fault(FaultCode.MapRefused, 0, errno);
    }

    private static Fault Fill(in MapSpec map, ReadOnlySpan<byte> contents)
    {
        int result = 0;
        if (contents.Length != 0)
        {
            uint key = 0;
            fixed (byte* start = contents)
                result = MapElement.Update(map.Fd, &key, start, MapUpdate.Any);
        }
        // Freezing lets the verifier see constants; where it can't be done the program is right all the same.
        if (result >= 0 && map.IsReadOnly)
            BpfCall.FreezeMap(map.Fd);
        return result < 0 ? new Fault(FaultCode.MapRefused, 0, -result) : Fault.None;
    }
}
