using System;

namespace Corewright.Loader.Dnslat;

/// <summary>Parts of an event, as they are shown.</summary>
internal static unsafe class LookupView
{
    /// <summary>The name that was looked up.</summary>
    public static ReadOnlySpan<byte> Name(LookupEvent* lookup) => Terminated(new ReadOnlySpan<byte>(lookup->Name, LookupEvent.NameLength));

    /// <summary>What the thread was called.</summary>
    public static ReadOnlySpan<byte> Command(in ProcessHeader process)
    {
        fixed (byte* text = process.Comm)
            return Terminated(new ReadOnlySpan<byte>(text, ProcessHeader.CommLength));
    }

    private static ReadOnlySpan<byte> Terminated(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOf((byte)0);
        return length < 0 ? text : text[..length];
    }
}
