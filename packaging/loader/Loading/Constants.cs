using System;
using System.Buffers.Binary;
using Corewright.Bpf;
using Corewright.Bpf.Maps;

namespace Corewright.Loader.Loading;

/// <summary>Constants of a program's own, set before it is loaded.</summary>
internal static class Constants
{
    /// <summary>Sets one.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <param name="path">A variable of the object, with its field if it has fields: <c>OPTIONS.limit</c>.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether the object has it; if not, the session's failure is set.</returns>
    public static bool Set(scoped ref Session session, scoped ReadOnlySpan<byte> path, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Fault fault = GlobalVariables.Set(ref session.Object, ref session.Arena, path, bytes);
        if (fault.Failed)
        {
            session.Failure.Set(ExitCode.DamagedObject).Text("the object has no constant "u8).Text(path).Text(" ("u8)
                .Text(FaultText.Of(fault.Code)).Text("); install the loader again"u8);
        }
        return !fault.Failed;
    }
}
