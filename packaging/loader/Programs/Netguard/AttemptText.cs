using System;

namespace Corewright.Loader.Netguard;

/// <summary>What happened, in words.</summary>
internal static class AttemptText
{
    /// <summary>What becomes of an attempt.</summary>
    public static ReadOnlySpan<byte> Of(Verdict verdict) => verdict == Verdict.Deny ? "refused"u8 : "allowed"u8;

    /// <summary>By which call.</summary>
    public static ReadOnlySpan<byte> Of(Call call) => call == Call.Connect ? "connect"u8 : "send"u8;
}
