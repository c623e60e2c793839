using System;
using Corewright.Loader.Networks;

namespace Corewright.Loader.Flowmeter;

/// <summary>What flows are made of, as text.</summary>
internal static unsafe class FlowText
{
    /// <summary>An address.</summary>
    /// <param name="flow">Whose.</param>
    /// <param name="source">Where its packets come from; else where they go to.</param>
    /// <param name="text">At least <see cref="AddressText.MaxBytes"/>.</param>
    public static ReadOnlySpan<byte> Address(in Flow flow, bool source, Span<byte> text)
    {
        fixed (byte* from = flow.Source)
        fixed (byte* to = flow.Destination)
            return text[..AddressText.Write(new ReadOnlySpan<byte>(source ? from : to, Bytes(flow)), text)];
    }

    /// <summary>An address and, if there is one, a port.</summary>
    /// <param name="flow">Whose.</param>
    /// <param name="source">As for <see cref="Address"/>.</param>
    /// <param name="text">At least <see cref="AddressText.MaxBytesWithPort"/>.</param>
    public static ReadOnlySpan<byte> End(in Flow flow, bool source, Span<byte> text)
    {
        ushort port = source ? flow.SourcePort : flow.DestinationPort;
        if (port == 0)
            return Address(flow, source, text);
        fixed (byte* from = flow.Source)
        fixed (byte* to = flow.Destination)
            return AddressText.WriteWithPort(new ReadOnlySpan<byte>(source ? from : to, Bytes(flow)), port, text);
    }

    /// <summary>What a total is of.</summary>
    public static ReadOnlySpan<byte> Of(Total total) => total switch
    {
        Total.Ingress => "ingress"u8,
        Total.Egress => "egress"u8,
        Total.Other => "other"u8,
        _ => "malformed"u8,
    };

    private static int Bytes(in Flow flow) => flow.Version == 4 ? AddressReader.Ipv4Bytes : AddressReader.Ipv6Bytes;
}
