using System;
using System.Runtime.CompilerServices;
using Corewright.Freestanding;

namespace Corewright.Tests.Corlib.Programs;

/// <summary>Looks for the word that guards a stack frame in a frame that needs one.</summary>
internal static unsafe class Guard
{
    private const int Room = 64;

    public static void Run()
    {
        nint word = *Platform.SecurityCookie();
        Print.Value("in the frame"u8, Contains(word, Room));
        Print.Value("word"u8, (nuint)word);
    }

    // The compiler puts the guard behind what stackalloc gave, before the return address.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Contains(nint word, int count)
    {
        nint* memory = stackalloc nint[count];
        for (int i = 0; i < 4 * Room; i++)
        {
            if (memory[i] == word && i >= count)
                return true;
        }

        return false;
    }
}
