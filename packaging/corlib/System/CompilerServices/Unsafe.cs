// System.Runtime.CompilerServices.Unsafe. ILC replaces the body of every method here by one or two IL instructions,
// chosen by the method's name; a body that did run would be a fault in the build.

using Corewright.Freestanding;

namespace System.Runtime.CompilerServices;

public static unsafe class Unsafe
{
    [Intrinsic]
    public static void* AsPointer<T>(ref T value)
        where T : allows ref struct
    {
        NotExpanded();
        return null;
    }

    [Intrinsic]
    public static int SizeOf<T>()
        where T : allows ref struct => sizeof(T);

    [Intrinsic]
    public static T As<T>(object value)
        where T : class
    {
        NotExpanded();
        return null;
    }

    [Intrinsic]
    public static ref TTo As<TFrom, TTo>(ref TFrom source)
        where TFrom : allows ref struct
        where TTo : allows ref struct
    {
        NotExpanded();
        return ref *(TTo*)null;
    }

    [Intrinsic]
    public static ref T AsRef<T>(void* source)
        where T : allows ref struct
    {
        NotExpanded();
        return ref *(T*)null;
    }

    [Intrinsic]
    public static ref T AsRef<T>(scoped ref readonly T source)
        where T : allows ref struct
    {
        NotExpanded();
        return ref *(T*)null;
    }

    [Intrinsic]
    public static ref T Add<T>(ref T source, int elementOffset)
        where T : allows ref struct
    {
        NotExpanded();
        return ref source;
    }

    [Intrinsic]
    public static ref T Add<T>(ref T source, nint elementOffset)
        where T : allows ref struct
    {
        NotExpanded();
        return ref source;
    }

    [Intrinsic]
    public static ref T Add<T>(ref T source, nuint elementOffset)
        where T : allows ref struct
    {
        NotExpanded();
        return ref source;
    }

    [Intrinsic]
    public static ref T AddByteOffset<T>(ref T source, nuint byteOffset)
        where T : allows ref struct
    {
        NotExpanded();
        return ref source;
    }

    [Intrinsic]
    public static ref T AddByteOffset<T>(ref T source, nint byteOffset)
        where T : allows ref struct
    {
        NotExpanded();
        return ref source;
    }

    [Intrinsic]
    public static nint ByteOffset<T>(ref readonly T origin, ref readonly T target)
        where T : allows ref struct
    {
        NotExpanded();
        return 0;
    }

    [Intrinsic]
    public static bool AreSame<T>(ref readonly T left, ref readonly T right)
        where T : allows ref struct
    {
        NotExpanded();
        return false;
    }

    [Intrinsic]
    public static bool IsNullRef<T>(ref readonly T source)
        where T : allows ref struct
    {
        NotExpanded();
        return false;
    }

    [Intrinsic]
    public static ref T NullRef<T>()
        where T : allows ref struct
    {
        NotExpanded();
        return ref *(T*)null;
    }

    [Intrinsic]
    public static T ReadUnaligned<T>(void* source)
    {
        NotExpanded();
        return default;
    }

    [Intrinsic]
    public static T ReadUnaligned<T>(ref readonly byte source)
    {
        NotExpanded();
        return default;
    }

    [Intrinsic]
    public static void WriteUnaligned<T>(void* destination, T value) => NotExpanded();

    [Intrinsic]
    public static void WriteUnaligned<T>(ref byte destination, T value) => NotExpanded();

    [Intrinsic]
    public static void SkipInit<T>(out T value)
        where T : allows ref struct
    {
        NotExpanded();
        value = default;
    }

    private static void NotExpanded() => Fatal.Stop("a member of Unsafe was not expanded by the compiler"u8);
}
