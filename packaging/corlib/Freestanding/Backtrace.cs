// How a program came to where it stopped. ILC's contract: on all three architectures its code keeps a chain of frames, each
// beginning with the caller's frame pointer and the return address.

using System;

namespace Corewright.Freestanding;

internal static unsafe partial class Backtrace
{
    private const int MostPlaces = 8;

    private static nint* s_top;

    /// <summary>Where the stack begins: frames lie below.</summary>
    internal static void StartAt(nint* top) => s_top = top;

    /// <summary>
    /// Writes where it happened and who called that: addresses, which <c>build.sh --target=Resolve</c> turns into files and
    /// lines; or files and lines, where the build linked their table in.
    /// </summary>
    /// <param name="instruction">The instruction that failed; 0 if a function that was called found the fault.</param>
    /// <param name="frame">The frame pointer there, from which the chain is followed as long as it makes sense.</param>
    /// <param name="stack">No frame lies below.</param>
    internal static void Write(nint instruction, nint* frame, nint* stack)
    {
        int written = 0;
        if (instruction != 0)
            Place(instruction, instruction, ref written);
        while (written < MostPlaces && frame >= stack && frame < s_top - 1 && ((nint)frame & (sizeof(nint) - 1)) == 0)
        {
            // The call itself ends before the address to which it returns, which on armv7 has its lowest bit set.
            Place(frame[1], frame[1] - 2, ref written);
            stack = frame + 2;
            frame = (nint*)frame[0];
        }
    }

    private static void Place(nint address, nint within, ref int written)
    {
        bool done = false;
        WriteLine(within, ref done, ref written);
        if (done)
            return;
        Fatal.Write(written == 0 ? " at "u8 : " "u8);
        Fatal.WriteAddress(address);
        written++;
    }

    static partial void WriteLine(nint address, ref bool done, ref int written);
}
