using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Core;

/// <summary>
/// Names what a relocation asks for as a person would: <c>task_struct.thread_info.flags</c>, <c>cred.uid[2]</c>,
/// <c>bpf_map_type::BPF_MAP_TYPE_RINGBUF</c>, <c>task_struct</c>.
/// </summary>
public static class CoreTargetText
{
    /// <summary>Writes the name; what doesn't fit is left out.</summary>
    /// <param name="local">The object's BTF.</param>
    /// <param name="relocation">One of its relocations.</param>
    /// <param name="buffer">Where to write; 256 bytes are plenty.</param>
    /// <returns>The part of <paramref name="buffer"/> that was written; <c>?</c> for a relocation that makes no sense.</returns>
    public static ReadOnlySpan<byte> Write(scoped in BtfReader local, CoreRelocation relocation, Span<byte> buffer)
    {
        Span<CoreAccessor> accessors = stackalloc CoreAccessor[CoreSpec.MaxLength];
        Span<CoreAccessor> steps = stackalloc CoreAccessor[CoreSpec.MaxLength];
        var spec = new CoreSpec(accessors, steps);
        BtfReader btf = local.WithPointerSize(8);
        int length = 0;
        if (CoreSpecReader.Read(btf, relocation, ref spec).Failed)
        {
            Append(buffer, ref length, "?"u8);
            return buffer[..length];
        }

        Append(buffer, ref length, btf.Name(btf.Type(relocation.Type)));
        for (int i = 0; i < spec.Length; i++)
        {
            CoreAccessor accessor = spec.Accessors[i];
            BtfType type = btf.Type(accessor.Type);
            if (CoreKindName.IsEnumerator(relocation.Kind))
            {
                Append(buffer, ref length, "::"u8);
                Append(buffer, ref length, btf.Name(btf.Enumerator(type, accessor.Index).NameOffset));
            }
            else if (accessor.IsNamed)
            {
                Append(buffer, ref length, "."u8);
                Append(buffer, ref length, btf.Name(btf.Member(type, accessor.Index).NameOffset));
            }
            else if (i > 0 || accessor.Index > 0)
            {
                AppendIndex(buffer, ref length, (uint)accessor.Index);
            }
        }

        return buffer[..length];
    }

    private static void AppendIndex(Span<byte> buffer, ref int length, uint index)
    {
        Span<byte> digits = stackalloc byte[12];
        int start = digits.Length;
        digits[--start] = (byte)']';
        do
        {
            digits[--start] = (byte)('0' + (index % 10));
            index /= 10;
        }
        while (index > 0);
        digits[--start] = (byte)'[';
        Append(buffer, ref length, digits[start..]);
    }

    private static void Append(Span<byte> buffer, ref int length, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> part = text[..Math.Min(text.Length, buffer.Length - length)];
        part.CopyTo(buffer[length..]);
        length += part.Length;
    }
}
