// ECMA-335 I.8.9.1: vectors only. Layout by ILC: MethodTable pointer, 32-bit length (padded to a word), elements.

using System.Runtime.CompilerServices;

namespace System;

public abstract class Array
{
    // ILC finds the length by this name.
    internal int _numComponents;

    public int Length
    {
        [Intrinsic]
        get => _numComponents;
    }
}

// ILC takes the methods and interfaces of T[] from here.
internal class Array<T> : Array;
