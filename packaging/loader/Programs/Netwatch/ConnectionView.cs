using System;

namespace Corewright.Loader.Netwatch;

/// <summary>Parts of an event, as they are shown.</summary>
internal static unsafe class ConnectionView
{
    private const uint Version4 = 2;
    private const ulong Microsecond = 1000;

    /// <summary>This side's address, as long as its family's are.</summary>
    public static ReadOnlySpan<byte> Local(ConnectionEvent* connection) => new(connection->LocalAddress, AddressBytes(connection));

    /// <summary>The other side's address.</summary>
    public static ReadOnlySpan<byte> Remote(ConnectionEvent* connection) => new(connection->RemoteAddress, AddressBytes(connection));

    /// <summary>What the thread was called.</summary>
    public static ReadOnlySpan<byte> Command(in ProcessHeader process)
    {
        fixed (byte* text = process.Comm)
        {
            ReadOnlySpan<byte> bytes = new(text, ProcessHeader.CommLength);
            int length = bytes.IndexOf((byte)0);
            return length < 0 ? bytes : bytes[..length];
        }
    }

    /// <summary>Nanoseconds in microseconds.</summary>
    public static ulong Microseconds(ulong nanoseconds) => nanoseconds / Microsecond;

    private static int AddressBytes(ConnectionEvent* connection) => connection->Family == Version4 ? 4 : ConnectionEvent.LocalAddressLength;
}
