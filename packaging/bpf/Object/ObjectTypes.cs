using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Object;

/// <summary>Hands an object's BTF to the kernel, which then shows keys and values of its maps with their names.</summary>
public static unsafe class ObjectTypes
{
    /// <summary>Loads BTF. The descriptor closes on exec.</summary>
    /// <param name="types">All of a <c>.BTF</c> section.</param>
    /// <returns>The descriptor, or a negated errno.</returns>
    public static int Load(ReadOnlySpan<byte> types)
    {
        fixed (byte* start = types)
        {
            BtfLoadAttributes attributes = default;
            attributes.Btf = (ulong)start;
            attributes.BtfSize = (uint)types.Length;
            return BpfCall.LoadBtf(&attributes);
        }
    }
}
