// struct nlattr of include/uapi/linux/netlink.h: u16 length with this header, u16 type, the value, padding to 4 bytes.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Kernel;

/// <summary>Walks attributes; stops at the first whose length makes no sense.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> attributes)
{
    private const ushort TypeMask = 0x3fff;

    private ReadOnlySpan<byte> _rest = attributes;

    /// <summary>Takes the next attribute.</summary>
    /// <param name="type">Its number, without the flags that say how it is made.</param>
    /// <param name="value">Its bytes.</param>
    /// <returns>False at the end.</returns>
    public bool Next(out ushort type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (_rest.Length < NetlinkMessage.AttributeHeaderBytes)
            return false;
        int length = LittleEndian.U16(_rest, 0);
        if (length < NetlinkMessage.AttributeHeaderBytes || length > _rest.Length)
            return false;
        type = (ushort)(LittleEndian.U16(_rest, 2) & TypeMask);
        value = _rest[NetlinkMessage.AttributeHeaderBytes..length];
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }

    /// <summary>Finds the first attribute of a number.</summary>
    /// <returns>Its value; empty where there is none.</returns>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort type)
    {
        var walk = new NetlinkAttributes(attributes);
        while (walk.Next(out ushort found, out ReadOnlySpan<byte> value))
        {
            if (found == type)
                return value;
        }
        return default;
    }

    /// <summary>Finds a number of 32 bits.</summary>
    /// <returns>Whether it is there and long enough.</returns>
    public static bool TryFind(ReadOnlySpan<byte> attributes, ushort type, out uint value)
    {
        ReadOnlySpan<byte> bytes = Find(attributes, type);
        value = bytes.Length < sizeof(uint) ? 0 : LittleEndian.U32(bytes, 0);
        return bytes.Length >= sizeof(uint);
    }
}
