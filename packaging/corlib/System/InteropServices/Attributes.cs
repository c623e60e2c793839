// System.Runtime.InteropServices: layout attributes, and what ILC looks up by name.

namespace System.Runtime.InteropServices;

public enum LayoutKind
{
    Sequential = 0,
    Explicit = 2,
    Auto = 3,
}

public enum CharSet
{
    None = 1,
    Ansi = 2,
    Unicode = 3,
    Auto = 4,
}

// The "unmanaged" constraint is a modifier of this type in signatures.
public enum UnmanagedType
{
}

public sealed class StructLayoutAttribute : Attribute
{
    public int Pack;
    public int Size;
    public CharSet CharSet;

    public StructLayoutAttribute(LayoutKind layoutKind)
    {
    }
}

public sealed class FieldOffsetAttribute : Attribute
{
    public FieldOffsetAttribute(int offset)
    {
    }
}

public sealed class InAttribute : Attribute;

public sealed class OutAttribute : Attribute;

public sealed class UnmanagedCallersOnlyAttribute : Attribute
{
    public string EntryPoint;
}

// ILC asks every interface cast whether the type is one of these; none is.
internal interface IDynamicInterfaceCastable
{
    bool IsInterfaceImplemented(RuntimeTypeHandle interfaceType, bool throwIfNotImplemented);

    RuntimeTypeHandle GetInterfaceImplementation(RuntimeTypeHandle interfaceType);

    // ILC removes the body where nothing implements the interface, which is always.
    private static nint GetDynamicInterfaceImplementation(IDynamicInterfaceCastable instance, nint type, ushort slot) => 0;
}
