// rtnetlink(7), tc(8): struct tcmsg of include/uapi/linux/rtnetlink.h, the clsact queueing discipline (v4.5) and its cls_bpf filters in
// direct-action mode (v4.4), as include/uapi/linux/pkt_cls.h has them.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Links;

/// <summary>A filter of an interface: where it is, and what tells it from others there.</summary>
internal struct ClassifierPlace
{
    /// <summary>The interface's number.</summary>
    public int Interface;

    /// <summary>TC_H_MIN_INGRESS or TC_H_MIN_EGRESS below TC_H_CLSACT.</summary>
    public uint Parent;

    /// <summary>Its handle; 0 for any.</summary>
    public uint Handle;

    /// <summary>Its priority; 0 for any.</summary>
    public ushort Priority;
}

/// <summary>What is asked about classifiers, and what comes back.</summary>
internal static class ClassifierMessages
{
    /// <summary>The parent of filters on packets into the machine.</summary>
    public const uint IngressParent = 0xffff_fff2;

    /// <summary>The parent of filters on packets out of the machine.</summary>
    public const uint EgressParent = 0xffff_fff3;

    // TC_H_CLSACT, and the handle that a clsact discipline has.
    private const uint ClsactParent = 0xffff_fff1;
    private const uint ClsactHandle = 0xffff_0000;

    // struct tcmsg: family, padding, index, handle, parent, info.
    private const int BodyBytes = 20;
    private const int IndexOffset = 4;
    private const int HandleOffset = 8;
    private const int ParentOffset = 12;
    private const int InfoOffset = 16;

    // ETH_P_ALL in network order: packets of every protocol.
    private const uint EveryProtocol = 0x0300;

    private const ushort KindAttribute = 1;
    private const ushort OptionsAttribute = 2;

    // TCA_BPF_FD, TCA_BPF_NAME, TCA_BPF_FLAGS, TCA_BPF_ID
    private const ushort ProgramAttribute = 6;
    private const ushort NameAttribute = 7;
    private const ushort FlagsAttribute = 8;
    private const ushort IdAttribute = 11;

    // TCA_BPF_FLAG_ACT_DIRECT: the program's result is what becomes of the packet.
    private const uint DirectAction = 1;

    private static ReadOnlySpan<byte> FilterKind => "bpf"u8;

    private static ReadOnlySpan<byte> QdiscKind => "clsact"u8;

    /// <summary>Adds clsact to an interface that has none.</summary>
    public static NetlinkMessage AddQdisc(Span<byte> buffer, int index) =>
        Qdisc(buffer, NetlinkType.NewQdisc, NetlinkFlags.Create | NetlinkFlags.Exclusive, index);

    /// <summary>Takes clsact off an interface, with every filter in it.</summary>
    public static NetlinkMessage RemoveQdisc(Span<byte> buffer, int index) => Qdisc(buffer, NetlinkType.DeleteQdisc, 0, index);

    /// <summary>Adds a filter; the kernel echoes it with the handle and the priority that it chose.</summary>
    public static NetlinkMessage AddFilter(Span<byte> buffer, in ClassifierPlace place, int program, ReadOnlySpan<byte> name)
    {
        NetlinkMessage message = Filter(
            buffer, NetlinkType.NewFilter, NetlinkFlags.Create | NetlinkFlags.Exclusive | NetlinkFlags.Echo | NetlinkFlags.Acknowledge, place);
        int options = message.Begin(OptionsAttribute);
        message.Add(ProgramAttribute, (uint)program);
        message.AddText(NameAttribute, name);
        message.Add(FlagsAttribute, DirectAction);
        message.End(options);
        return message;
    }

    /// <summary>Asks for a filter.</summary>
    public static NetlinkMessage GetFilter(Span<byte> buffer, in ClassifierPlace place) =>
        Filter(buffer, NetlinkType.GetFilter, NetlinkFlags.Acknowledge, place);

    /// <summary>Removes a filter.</summary>
    public static NetlinkMessage RemoveFilter(Span<byte> buffer, in ClassifierPlace place) =>
        Filter(buffer, NetlinkType.DeleteFilter, NetlinkFlags.Acknowledge, place);

    /// <summary>Asks for all filters of a parent.</summary>
    public static NetlinkMessage ListFilters(Span<byte> buffer, int index, uint parent)
    {
        var message = new NetlinkMessage(buffer, NetlinkType.GetFilter, NetlinkFlags.Dump);
        Span<byte> body = message.Body(BodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(body[IndexOffset..], index);
        BinaryPrimitives.WriteUInt32LittleEndian(body[ParentOffset..], parent);
        return message;
    }

    /// <summary>Reads a filter that the kernel tells of.</summary>
    /// <param name="type">The message's type.</param>
    /// <param name="body">What follows its header.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="program">The number of its program; 0 where there is none or it isn't said.</param>
    /// <returns>False for anything but a whole message about a filter.</returns>
    public static bool TryReadFilter(NetlinkType type, ReadOnlySpan<byte> body, out ClassifierPlace place, out uint program)
    {
        place = default;
        program = 0;
        if (type != NetlinkType.NewFilter || body.Length < BodyBytes)
            return false;
        place.Interface = LittleEndian.I32(body, IndexOffset);
        place.Handle = LittleEndian.U32(body, HandleOffset);
        place.Parent = LittleEndian.U32(body, ParentOffset);
        place.Priority = (ushort)(LittleEndian.U32(body, InfoOffset) >> 16);
        NetlinkAttributes.TryFind(NetlinkAttributes.Find(body[BodyBytes..], OptionsAttribute), IdAttribute, out program);
        return true;
    }

    private static NetlinkMessage Qdisc(Span<byte> buffer, NetlinkType type, NetlinkFlags flags, int index)
    {
        var message = new NetlinkMessage(buffer, type, flags | NetlinkFlags.Acknowledge);
        Span<byte> body = message.Body(BodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(body[IndexOffset..], index);
        BinaryPrimitives.WriteUInt32LittleEndian(body[HandleOffset..], ClsactHandle);
        BinaryPrimitives.WriteUInt32LittleEndian(body[ParentOffset..], ClsactParent);
        message.AddText(KindAttribute, QdiscKind);
        return message;
    }

    private static NetlinkMessage Filter(Span<byte> buffer, NetlinkType type, NetlinkFlags flags, in ClassifierPlace place)
    {
        var message = new NetlinkMessage(buffer, type, flags);
        Span<byte> body = message.Body(BodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(body[IndexOffset..], place.Interface);
        BinaryPrimitives.WriteUInt32LittleEndian(body[HandleOffset..], place.Handle);
        BinaryPrimitives.WriteUInt32LittleEndian(body[ParentOffset..], place.Parent);
        BinaryPrimitives.WriteUInt32LittleEndian(body[InfoOffset..], ((uint)place.Priority << 16) | EveryProtocol);
        message.AddText(KindAttribute, FilterKind);
        return message;
    }
}
