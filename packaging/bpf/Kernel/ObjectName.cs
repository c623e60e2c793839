// bpf_obj_name_cpy of kernel/bpf/syscall.c: letters, digits, '_' and '.', ended by a zero within 16 bytes.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Names of maps and programs as the kernel takes them.</summary>
public static class ObjectName
{
    /// <summary>BPF_OBJ_NAME_LEN: bytes, the final zero included.</summary>
    public const int MaxBytes = 16;

    /// <summary>Writes a name, cut off where it is too long; what the kernel refuses becomes an underscore.</summary>
    /// <param name="name">Any bytes.</param>
    /// <param name="destination">Zeroes, <see cref="MaxBytes"/> long.</param>
    public static void Write(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        int length = Math.Min(name.Length, MaxBytes - 1);
        for (int i = 0; i < length; i++)
            destination[i] = IsAccepted(name[i]) ? name[i] : (byte)'_';
    }

    private static bool IsAccepted(byte letter) =>
        letter is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')
            or (byte)'_' or (byte)'.';
}
