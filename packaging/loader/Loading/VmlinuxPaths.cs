using System;

namespace Corewright.Loader.Loading;

/// <summary>Where distributions and developers keep a kernel's vmlinux, of which the BTF is a part: where libbpf looks, too.</summary>
internal ref struct VmlinuxPaths
{
    /// <summary>Room for the longest path: a release has up to 64 bytes, and comes twice.</summary>
    public const int MaxBytes = 192;

    private readonly ReadOnlySpan<byte> _release;
    private readonly Span<byte> _room;
    private ReadOnlySpan<byte> _rest;

    /// <summary>A walk over them.</summary>
    /// <param name="release">What <c>uname -r</c> says.</param>
    /// <param name="room">At least <see cref="MaxBytes"/> bytes.</param>
    public VmlinuxPaths(ReadOnlySpan<byte> release, Span<byte> room)
    {
        _release = release;
        _room = room;
        _rest = Patterns;
    }

    // A % stands for the release.
    private static ReadOnlySpan<byte> Patterns =>
        "/boot/vmlinux-%\0/lib/modules/%/vmlinux-%\0/lib/modules/%/build/vmlinux\0/usr/lib/modules/%/kernel/vmlinux\0/usr/lib/debug/boot/vmlinux-%\0/usr/lib/debug/boot/vmlinux-%.debug\0/usr/lib/debug/lib/modules/%/vmlinux\0"u8;

    /// <summary>The next path.</summary>
    /// <param name="path">In the room, with a zero byte at its end.</param>
    /// <returns>Whether there was one.</returns>
    public bool Next(out Span<byte> path)
    {
        int length = 0;
        path = default;
        if (_rest.Length == 0)
            return false;
        byte letter;
        do
        {
            letter = _rest[0];
            _rest = _rest[1..];
            ReadOnlySpan<byte> part = letter == (byte)'%' ? _release : new ReadOnlySpan<byte>(in letter);
            if (part.Length > _room.Length - length)
                return false;
            part.CopyTo(_room[length..]);
            length += part.Length;
        }
        while (letter != 0);
        path = _room[..length];
        return true;
    }
}
