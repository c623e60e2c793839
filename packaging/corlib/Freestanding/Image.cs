// ILC's contract: none; what build/Loaders links in beside ILC's code.

using System;

namespace Corewright.Freestanding;

/// <summary>The executable's own file, as far as it is mapped.</summary>
public static unsafe class Image
{
    /// <summary>What build/Loaders linked in between <c>cw_payload_start</c> and <c>cw_payload_end</c>; empty if nothing.</summary>
    public static ReadOnlySpan<byte> Payload
    {
        get
        {
            byte* start = Platform.PayloadStart();
            return new ReadOnlySpan<byte>(start, (int)(Platform.PayloadEnd() - start));
        }
    }
}
