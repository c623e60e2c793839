// ECMA-335 II.14.6: delegates to static and instance methods, as far as ILC's delegate thunks need the class.
// The field names and the two initialisers are called by compiled code.

using System.Runtime.CompilerServices;

namespace System;

public abstract class Delegate
{
    internal object m_firstParameter;
    internal object m_helperObject;
    internal nint m_extraFunctionPointerOrData;
    internal nint m_functionPointer;

    private void InitializeClosedInstance(object firstParameter, nint functionPointer)
    {
        m_functionPointer = functionPointer;
        m_firstParameter = firstParameter;
    }

    private void InitializeOpenStaticThunk(object firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        // An open static delegate calls a thunk that drops the "this" argument and jumps on.
        m_firstParameter = this;
        m_functionPointer = functionPointerThunk;
        m_extraFunctionPointerOrData = functionPointer;
    }

    private nint GetThunk(int whichThunk) => 0;
}

public abstract class MulticastDelegate : Delegate;
