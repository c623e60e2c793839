// ECMA-335 I.8.9: the root of the class hierarchy. ILC lays every object out as a MethodTable pointer and its fields.

using Internal.Runtime;

namespace System;

public unsafe class Object
{
    // ILC reads and writes this field by name.
    internal MethodTable* m_pMethodTable;

    public Object()
    {
    }

    // ILC expects the finaliser's slot on System.Object; nothing is ever collected, so it never runs.
    ~Object()
    {
    }

    public static bool ReferenceEquals(object a, object b) => a == b;

    public virtual bool Equals(object other) => this == other;

    public virtual int GetHashCode() => 0;

    public virtual string ToString() => "";
}
