// capabilities(7): the bounding set, the ambient set and securebits, put on a program as systemd.exec(5) does it for a unit.

using System.Runtime;
using Corewright.Freestanding;

namespace Corewright.Tests.Loader;

/// <summary>
/// <c>confine MASK UID PROGRAM [ARGUMENT]...</c>: becomes PROGRAM as this user, with no capabilities but those of the hexadecimal
/// mask, and never any more. For guests of x86_64, whose busybox has nothing that shrinks the bounding set.
/// </summary>
internal static unsafe class Confine
{
    private const int Prctl = 157, Setresuid = 117, Setresgid = 119, Setgroups = 116, Capset = 126, Execve = 59;
    private const int KeepCapabilities = 8, DropFromBounds = 24, NoNewPrivileges = 38, Ambient = 47, RaiseAmbient = 2;
    private const uint Version3 = 0x20080522;
    private const int Failed = 125;

    [RuntimeExport("cw_main")]
    private static int Run(int argc, byte** argv, byte** envp)
    {
        if (argc < 4)
            return Failed;
        ulong mask = Number(argv[1], 16);
        nint user = (nint)Number(argv[2], 10);
        // The kernel knows fewer than 64 capabilities, and says so for the others: that is no failure.
        for (int i = 0; i < 64; i++)
        {
            if ((mask >> i & 1) == 0)
                Call(Prctl, DropFromBounds, i);
        }
        if (user != 0 && !Become(user, mask))
            return Failed;
        if (Call(Prctl, NoNewPrivileges, 1) != 0)
            return Failed;
        Call(Execve, (nint)argv[3], (nint)(argv + 3), (nint)envp);
        return Failed;
    }

    // Root has by its user id what the bounding set leaves; another user has what is ambient.
    private static bool Become(nint user, ulong mask)
    {
        if (Call(Prctl, KeepCapabilities, 1) != 0 || Call(Setgroups, 0, 0) != 0 || Call(Setresgid, user, user, user) != 0
            || Call(Setresuid, user, user, user) != 0)
        {
            return false;
        }
        uint* header = stackalloc uint[2] { Version3, 0 };
        // Effective, permitted and inheritable; first the lower halves, then the upper ones.
        uint low = (uint)mask, high = (uint)(mask >> 32);
        uint* sets = stackalloc uint[6] { low, low, low, high, high, high };
        if (Call(Capset, (nint)header, (nint)sets) != 0)
            return false;
        for (int i = 0; i < 64; i++)
        {
            if ((mask >> i & 1) != 0 && Call(Prctl, Ambient, RaiseAmbient, i) != 0)
                return false;
        }
        return true;
    }

    private static nint Call(int number, nint a = 0, nint b = 0, nint c = 0) => Platform.Syscall(number, a, b, c, 0, 0, 0);

    private static ulong Number(byte* text, uint radix)
    {
        ulong value = 0;
        for (; *text != 0; text++)
            value = value * radix + (uint)(*text <= (byte)'9' ? *text - '0' : *text - 'a' + 10);
        return value;
    }
}
