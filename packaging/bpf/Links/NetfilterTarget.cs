// BPF_LINK_CREATE of netfilter programs (v6.4): protocol family and hook of include/uapi/linux/netfilter.h, and a priority.

using System;

namespace Corewright.Bpf.Links;

/// <summary>Where a netfilter program goes: <c>FAMILY:HOOK[:OPTION[,OPTION]…]</c>, such as <c>ipv4:local-in:priority=-10,defrag</c>.</summary>
internal ref struct NetfilterTarget
{
    /// <summary>BPF_F_NETFILTER_IP_DEFRAG.</summary>
    public const uint DefragmentFlag = 1;

    // NFPROTO_IPV4, NFPROTO_IPV6
    private const uint Ipv4 = 2;
    private const uint Ipv6 = 10;

    /// <summary>NFPROTO_IPV4 or NFPROTO_IPV6: <c>ipv4</c>, <c>ipv6</c>.</summary>
    public uint Family;

    /// <summary>NF_INET_PRE_ROUTING and on: <c>prerouting</c>, <c>local-in</c>, <c>forward</c>, <c>local-out</c>, <c>postrouting</c>.</summary>
    public uint Hook;

    /// <summary><c>priority=</c>: lower ones first; 0 is where packet filters are.</summary>
    public int Priority;

    /// <summary><see cref="DefragmentFlag"/> for <c>defrag</c>: only whole packets are seen.</summary>
    public uint Flags;

    /// <summary>Reads a target.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="target">The hook and the options.</param>
    /// <returns><see cref="FaultCode.AttachTargetMissing"/>, or <see cref="FaultCode.AttachTargetMalformed"/> with the place.</returns>
    public static Fault Parse(ReadOnlySpan<byte> text, out NetfilterTarget target)
    {
        target = default;
        if (text.Length == 0)
            return new Fault(FaultCode.AttachTargetMissing);
        ReadOnlySpan<byte> rest = text;
        if (!TryReadFamily(TargetText.Cut(ref rest, (byte)':'), out target.Family))
            return new Fault(FaultCode.AttachTargetMalformed);
        int place = text.Length - rest.Length;
        if (!TryReadHook(TargetText.Cut(ref rest, (byte)':'), out target.Hook))
            return new Fault(FaultCode.AttachTargetMalformed, place);
        while (rest.Length != 0)
        {
            place = text.Length - rest.Length;
            if (!target.TryTake(TargetText.Cut(ref rest, (byte)',')))
                return new Fault(FaultCode.AttachTargetMalformed, place);
        }
        return Fault.None;
    }

    private bool TryTake(ReadOnlySpan<byte> option)
    {
        if (option.SequenceEqual("defrag"u8))
        {
            Flags |= DefragmentFlag;
            return true;
        }
        ReadOnlySpan<byte> value = option;
        if (!TargetText.Cut(ref value, (byte)'=').SequenceEqual("priority"u8))
            return false;
        bool negative = value.Length != 0 && value[0] == '-';
        bool good = TargetText.TryReadNumber(negative ? value[1..] : value, int.MaxValue, out ulong number);
        Priority = negative ? -(int)number : (int)number;
        return good;
    }

    private static bool TryReadFamily(ReadOnlySpan<byte> name, out uint family)
    {
        family = name.SequenceEqual("ipv4"u8) ? Ipv4 : name.SequenceEqual("ipv6"u8) ? Ipv6 : 0;
        return family != 0;
    }

    private static bool TryReadHook(ReadOnlySpan<byte> name, out uint hook)
    {
        hook = 0;
        if (name.SequenceEqual("prerouting"u8))
            return true;
        if (name.SequenceEqual("local-in"u8) || name.SequenceEqual("input"u8))
            hook = 1;
        else if (name.SequenceEqual("forward"u8))
            hook = 2;
        else if (name.SequenceEqual("local-out"u8) || name.SequenceEqual("output"u8))
            hook = 3;
        else if (name.SequenceEqual("postrouting"u8))
            hook = 4;
        return hook != 0;
    }
}
