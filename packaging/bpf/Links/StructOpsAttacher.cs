// kernel/bpf/bpf_struct_ops.c: the update of a map's only element registers the struct (v5.6), its deletion takes it back; with
// BPF_F_LINK a link does both (v6.4).

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Registers structs of functions with the kernel.</summary>
internal static unsafe class StructOpsAttacher
{
    private const int PointerBytes = 8;

    /// <summary>Registers the structs that a program is a function of, unless another program's turn did that already.</summary>
    /// <returns><see cref="FaultCode.StructOpsRefused"/> or <see cref="FaultCode.FeatureMissing"/>.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        for (int i = 0; i < request.Object.Maps.Length; i++)
        {
            ref MapSpec map = ref request.Object.Maps[i];
            if (map.Type != MapType.StructOps || !Place(ref map, request.Object, request.Index))
                continue;
            Fault fault = Register(ref request, ref map);
            if (fault.Failed)
                return fault;
        }
        return Fault.None;
    }

    /// <summary>Takes a struct back that has no link.</summary>
    /// <param name="map">The map's descriptor.</param>
    public static void Unregister(int map)
    {
        uint key = 0;
        MapElementAttributes attributes = default;
        attributes.MapFd = map;
        attributes.Key = (ulong)&key;
        BpfCall.DeleteElement(&attributes);
    }

    // Puts the descriptors of all programs into the value; false where this program isn't in it, or not any more.
    private static bool Place(ref MapSpec map, in ObjectFile source, int program)
    {
        Span<byte> value = map.MutableContents;
        bool found = false;
        for (int at = 0; at + PointerBytes <= value.Length; at += PointerBytes)
            found |= BinaryPrimitives.ReadUInt64LittleEndian(value[at..]) == StructOpsLayout.Reference(program);
        for (int at = 0; at + PointerBytes <= value.Length && found; at += PointerBytes)
        {
            for (int i = 0; i < source.Programs.Length; i++)
            {
                if (BinaryPrimitives.ReadUInt64LittleEndian(value[at..]) == StructOpsLayout.Reference(i))
                    BinaryPrimitives.WriteUInt64LittleEndian(value[at..], (uint)Math.Max(source.Programs[i].Fd, 0));
            }
        }
        return found;
    }

    private static Fault Register(scoped ref AttachRequest request, ref MapSpec map)
    {
        uint key = 0;
        int result;
        fixed (byte* value = map.MutableContents)
        {
            MapElementAttributes attributes = default;
            attributes.MapFd = map.Fd;
            attributes.Key = (ulong)&key;
            attributes.Value = (ulong)value;
            result = BpfCall.UpdateElement(&attributes);
        }
        if (result < 0)
            return Refused(result);
        if ((map.Flags & MapFlags.Link) == 0)
            return request.Keep(new Link { Undo = LinkUndo.StructOpsDelete, Fd = Link.NotOpen, Target = Link.NotOpen, Handle = (uint)map.Fd });
        LinkCreateAttributes link = default;
        link.ProgramFd = map.Fd;
        link.AttachType = (uint)AttachType.StructOps;
        result = BpfCall.CreateLink(&link);
        return result < 0 ? Refused(result) : request.Keep(Link.Closing(result));
    }

    // No trampolines on this architecture.
    private static Fault Refused(int result) => result == -Errno.NotSupportedInKernel
        ? AttachRequest.Missing(KernelFeature.Trampolines, result)
        : new Fault(FaultCode.StructOpsRefused, 0, -result, FaultStage.Attach);
}
