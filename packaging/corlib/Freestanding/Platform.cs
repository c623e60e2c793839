// What the assembly of the architecture provides: see x86_64/, aarch64/ and armv7/, which all export these symbols.
// ILC's contract: RuntimeImport makes a method a symbol that the linker has to find.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace Corewright.Freestanding;

/// <summary>Symbols of the architecture's assembly files, and of the program.</summary>
internal static unsafe class Platform
{
    /// <summary>0 on x86_64, 1 on aarch64, 2 on armv7.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_architecture")]
    internal static extern int Architecture();

    /// <summary>A system call by its number on this architecture.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_syscall")]
    internal static extern nint Syscall(int number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary><c>write</c>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_write")]
    internal static extern nint Write(int fd, byte* data, nint length);

    /// <summary>Private anonymous memory that may be read and written: an address, or a negated errno.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_map")]
    internal static extern nint Map(nint length);

    /// <summary><c>exit_group</c>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_exit")]
    internal static extern void Exit(int status);

    /// <summary>The frame pointer of who calls it.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_frame")]
    internal static extern nint* Frame();

    /// <summary>Where ILC's code starts.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_code_start")]
    internal static extern byte* CodeStart();

    /// <summary>The table of lines of a debug build, or null.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_find_lines_start")]
    internal static extern byte* LinesStart();

    /// <summary>Where that table ends, or null.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_find_lines_end")]
    internal static extern byte* LinesEnd();

    /// <summary>Has SIGSEGV, SIGBUS, SIGFPE and SIGILL call <c>cw_fault</c>, on a stack of their own.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_catch_faults")]
    internal static extern void CatchFaults();

    /// <summary>Where the linker put the pointers to ILC's module headers.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_modules_start")]
    internal static extern byte** ModulesStart();

    /// <summary>Where these pointers end.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_modules_end")]
    internal static extern byte** ModulesEnd();

    /// <summary>The word that guards stack frames.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_security_cookie")]
    internal static extern nint* SecurityCookie();

    /// <summary>The first byte of the payload, or null.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_find_payload_start")]
    internal static extern byte* PayloadStart();

    /// <summary>The byte after the payload, or null.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_find_payload_end")]
    internal static extern byte* PayloadEnd();

    /// <summary>The program: a method that it exports under this name.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cw_main")]
    internal static extern int RunProgram(int argc, byte** argv, byte** envp);
}
