using System;
using Corewright.Loader.Networks;

namespace Corewright.Loader.Netwatch;

/// <summary>Parts of an event, as they are shown.</summary>
internal static unsafe class ConnectionView
{
    private const uint Version4 = 2;

    /// <summary>Whose connection it is.</summary>
    public static ProcessHeader* Process(ConnectionEvent* connection) => &connection->Process;

    /// <summary>This side's address, as long as its family's are.</summary>
    public static ReadOnlySpan<byte> Local(ConnectionEvent* connection) => new(connection->LocalAddress, AddressBytes(connection));

    /// <summary>The other side's address.</summary>
    public static ReadOnlySpan<byte> Remote(ConnectionEvent* connection) => new(connection->RemoteAddress, AddressBytes(connection));

    private static int AddressBytes(ConnectionEvent* connection) =>
        connection->Family == Version4 ? AddressReader.Ipv4Bytes : AddressReader.Ipv6Bytes;
}
