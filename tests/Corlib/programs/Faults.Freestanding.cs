using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Corewright.Freestanding;

namespace Corewright.Tests.Corlib.Programs;

/// <summary>One broken thing each; none of them may come back. The number of arguments is 2, which the compiler can not know.</summary>
internal static unsafe class Faults
{
    public static bool Run(ReadOnlySpan<byte> name, int two)
    {
        if (name.SequenceEqual("span-index"u8))
            Use(Two(two)[two]);
        else if (name.SequenceEqual("array-index"u8))
            Use((new int[two])[two]);
        else if (name.SequenceEqual("negative-index"u8))
            Use("ab"u8[two - 3]);
        else if (name.SequenceEqual("string-index"u8))
            Use("ab"[two]);
        else if (name.SequenceEqual("slice-start"u8))
            Use("ab"u8[(two + 1)..].Length);
        else if (name.SequenceEqual("slice-length"u8))
            Use("ab"u8.Slice(two - 1, int.MaxValue).Length);
        else if (name.SequenceEqual("copy-too-long"u8))
            "abc"u8.CopyTo(stackalloc byte[two]);
        else if (name.SequenceEqual("read-too-short"u8))
            Use((int)BinaryPrimitives.ReadUInt32LittleEndian("abc"u8));
        else if (name.SequenceEqual("class-cast"u8))
            Use(((Casts.Dog)Animal(two)).Legs);
        else if (name.SequenceEqual("interface-cast"u8))
            Use(((Casts.IBarks)Animal(two)).Bark());
        else if (name.SequenceEqual("array-cast"u8))
            Use(((string[])(object)new object[two]).Length);
        else if (name.SequenceEqual("unbox"u8))
            Use((int)(uint)Boxed(two));
        else if (name.SequenceEqual("array-store"u8))
            ((object[])new Casts.Dog[two])[0] = Animal(two);
        else if (name.SequenceEqual("null"u8))
            Use(two == 2 ? Nothing()!.Legs : 0);
        else if (name.SequenceEqual("null-interface"u8))
            Use(((Casts.IBarks)(object)Nothing()!).Bark());
        else if (name.SequenceEqual("wild-pointer"u8))
            Use(*(int*)(0x12345676 + two));
        else if (name.SequenceEqual("endless-recursion"u8))
            Use(Recurse(two));
        else if (name.SequenceEqual("bus"u8))
            Use(*(int*)EmptyFile());
        else if (name.SequenceEqual("smashed-stack"u8))
            Smash(two);
        else if (name.SequenceEqual("divide"u8))
            Use(100 / (two - 2));
        else if (name.SequenceEqual("divide-long"u8))
            Use((int)(100L % (two - 2)));
        else if (name.SequenceEqual("divide-overflow"u8))
            Use((int.MinValue + two - 2) / (1 - two));
        else if (name.SequenceEqual("checked"u8))
            Use(checked(int.MaxValue + two));
        else if (name.SequenceEqual("checked-narrow"u8))
            Use(checked((byte)(254 + two)));
        else if (name.SequenceEqual("negative-array"u8))
            Use(new int[two - 3].Length);
        else if (name.SequenceEqual("huge-array"u8))
            Use(new long[two * 0x10000000].Length);
        else if (name.SequenceEqual("throw"u8))
            Throw(two);
        else if (name.SequenceEqual("frozen"u8))
            AllocateWhenFrozen(two);
        else
            return false;
        return true;
    }

    private static ReadOnlySpan<byte> Two(int two) => "xx"u8[..two];

    private static Casts.Animal Animal(int two) => two == 2 ? new Casts.Cat() : new Casts.Dog();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object Boxed(int two) => two;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Casts.Animal? Nothing() => null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(int value)
    {
    }

    private static void Throw(int two)
    {
        if (two == 2)
            throw new Exception(); // fault: throw
    }

    private static void AllocateWhenFrozen(int two)
    {
        Arena.Freeze();
        Use(new int[two].Length); // fault: frozen
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth) // fault: endless-recursion
    {
        int* room = stackalloc int[100]; // fault: endless-recursion
        room[0] = depth;
        return Recurse(depth + 1) + room[0]; // fault: endless-recursion
    }

    // A page of a file that has none.
    private static nint EmptyFile()
    {
        int architecture = Platform.Architecture();
        fixed (byte* name = "nothing"u8)
        {
            nint file = Platform.Syscall(architecture == 0 ? 319 : architecture == 1 ? 279 : 385, (nint)name, 0, 0, 0, 0, 0);
            return Platform.Syscall(architecture == 0 ? 9 : architecture == 1 ? 222 : 192, 0, 4096, 1, 1, file, 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Smash(int two)
    {
        int* room = stackalloc int[two];
        for (int i = 0; i < 40; i++)
            room[i] = 0x5a5a5a5a;
        Use(room[0]);
    } // fault: smashed-stack
}
