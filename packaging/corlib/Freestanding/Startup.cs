// From the kernel's entry to the program. The stack holds argc, the arguments, a null, the environment, a null
// and the auxiliary vector (System V ABI, process initialisation; the same on the three architectures).
// ILC's contract: before any code runs that uses them, statics are made and the guard of stack frames is set.

using System.Runtime;
using Internal.Runtime;

namespace Corewright.Freestanding;

internal static unsafe class Startup
{
    private const nint AtRandom = 25;

    [RuntimeExport("cw_start")]
    private static int Start(nint* stack)
    {
        SetSecurityCookie(stack);
        Backtrace.StartAt(stack);
        Platform.CatchFaults();
        StaticFields.Initialize(Platform.ModulesStart(), Platform.ModulesEnd());

        int argc = (int)stack[0];
        byte** argv = (byte**)(stack + 1);
        return Platform.RunProgram(argc, argv, argv + argc + 1);
    }

    // Compiled code that uses stackalloc puts this value before its return address and looks at it before it returns.
    // The kernel hands 16 random bytes to each process, by way of the vector that follows the environment.
    private static void SetSecurityCookie(nint* stack)
    {
        nint* word = stack + 1 + stack[0] + 1;
        while (*word != 0)
            word++;
        for (word++; word[0] != 0; word += 2)
        {
            if (word[0] == AtRandom)
                *Platform.SecurityCookie() = *(nint*)word[1];
        }
    }
}
