// ECMA-335 II.14.6: delegates to static and instance methods, and lists of them. ILC's contract: compiled code sets a delegate up
// with the two initialisers, reads the four fields by name, and overrides GetThunk to hand out what calls a whole list.

using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public abstract unsafe class Delegate
{
    // Which of ILC's thunks: the one that calls _extraFunctionPointerOrData delegates of the Wrapper[] _helperObject.
    private const int MulticastThunk = 0;

    internal object _firstParameter;
    internal object _helperObject;
    internal nint _extraFunctionPointerOrData;
    internal nint _functionPointer;

    /// <summary>A delegate that calls the first, then the second; what <c>+</c> and <c>+=</c> are.</summary>
    public static Delegate Combine(Delegate first, Delegate second)
    {
        if (first == null)
            return second;
        if (second == null)
            return first;
        int firsts = first.Count;
        int seconds = second.Count;
        Wrapper[] all = new Wrapper[firsts + seconds];
        first.CopyTo(all, 0);
        second.CopyTo(all, firsts);
        return first.List(all, all.Length);
    }

    /// <summary>A list without the last run of it that is the other list; what <c>-</c> and <c>-=</c> are.</summary>
    public static Delegate Remove(Delegate source, Delegate value)
    {
        if (source == null || value == null)
            return source;
        int count = source.Count;
        int length = value.Count;
        for (int start = count - length; start >= 0; start--)
        {
            if (!source.Matches(value, start, length))
                continue;
            int left = count - length;
            if (left == 0)
                return null;
            Wrapper[] rest = new Wrapper[left];
            for (int i = 0; i < left; i++)
                rest[i].Value = source.At(i < start ? i : i + length);
            return left == 1 ? rest[0].Value : source.List(rest, left);
        }

        return source;
    }

    public override bool Equals(object other) =>
        other is Delegate delegated && delegated.m_pMethodTable == m_pMethodTable && delegated.Count == Count && Matches(delegated, 0, Count);

    public override int GetHashCode() => (int)_functionPointer;

    internal virtual nint GetThunk(int whichThunk) => 0;

    private int Count => _helperObject is Wrapper[] ? (int)_extraFunctionPointerOrData : 1;

    private Delegate At(int index) => _helperObject is Wrapper[] list ? list[index].Value : this;

    private void CopyTo(Wrapper[] destination, int start)
    {
        int count = Count;
        for (int i = 0; i < count; i++)
            destination[start + i].Value = At(i);
    }

    private bool Matches(Delegate value, int start, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (!Same(At(start + i), value.At(i)))
                return false;
        }

        return true;
    }

    // An open delegate is its own first parameter.
    private static bool Same(Delegate a, Delegate b) =>
        a._functionPointer == b._functionPointer && a._extraFunctionPointerOrData == b._extraFunctionPointerOrData
        && (a._firstParameter == b._firstParameter || (a._firstParameter == a && b._firstParameter == b));

    private Delegate List(Wrapper[] all, int count)
    {
        void* memory = Allocation.NewObject(m_pMethodTable);
        Delegate list = Unsafe.As<nint, Delegate>(ref *(nint*)&memory);
        list._functionPointer = GetThunk(MulticastThunk);
        list._firstParameter = list;
        list._helperObject = all;
        list._extraFunctionPointerOrData = count;
        return list;
    }

    // So that storing into the array needs no check.
    private struct Wrapper
    {
        public Delegate Value;
    }

    private void InitializeClosedInstance(object firstParameter, nint functionPointer)
    {
        _functionPointer = functionPointer;
        _firstParameter = firstParameter;
    }

    private void InitializeOpenStaticThunk(object firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        // An open static delegate calls a thunk that drops the "this" argument and jumps on.
        _firstParameter = this;
        _functionPointer = functionPointerThunk;
        _extraFunctionPointerOrData = functionPointer;
    }
}

public abstract class MulticastDelegate : Delegate;

public delegate void Action();

public delegate void Action<in T>(T argument);

public delegate TResult Func<out TResult>();

public delegate TResult Func<in T, out TResult>(T argument);

public delegate TResult Func<in T1, in T2, out TResult>(T1 first, T2 second);
