using System;

namespace Corewright.Loader.Netguard;

/// <summary>What happened, in words.</summary>
internal static class AttemptText
{
    /// <summary>What becomes of an attempt.</summary>
    public static ReadOnlySpan<byte> Of(Verdict verdict) => verdict == Verdict.Deny ? "refused"u8 : "allowed"u8;

    /// <summary>By which call.</summary>
    public static ReadOnlySpan<byte> Of(Call call) => call == Call.Connect ? "connect"u8 : "send"u8;

    /// <summary>A socket's protocol: <c>IPPROTO_*</c> of include/uapi/linux/in.h.</summary>
    public static ReadOnlySpan<byte> OfProtocol(uint protocol) => protocol switch
    {
        1 => "icmp"u8,
        6 => "tcp"u8,
        17 => "udp"u8,
        58 => "icmpv6"u8,
        132 => "sctp"u8,
        136 => "udplite"u8,
        _ => "other"u8,
    };
}
