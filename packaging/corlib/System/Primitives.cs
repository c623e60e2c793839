// ECMA-335 I.8.2.2: the built-in value types. The compilers know their size and operators; the fields below exist only
// because a struct of this size needs one.

namespace System;

public struct Void;

public struct Boolean
{
    private bool _value;
}

public struct Char
{
    public const char MaxValue = '\uffff';
    private char _value;
}

public struct SByte
{
    public const sbyte MinValue = -128;
    public const sbyte MaxValue = 127;
    private sbyte _value;
}

public struct Byte
{
    public const byte MinValue = 0;
    public const byte MaxValue = 255;
    private byte _value;
}

public struct Int16
{
    public const short MinValue = -32768;
    public const short MaxValue = 32767;
    private short _value;
}

public struct UInt16
{
    public const ushort MinValue = 0;
    public const ushort MaxValue = 65535;
    private ushort _value;
}

public struct Int32
{
    public const int MinValue = unchecked((int)0x80000000);
    public const int MaxValue = 0x7fffffff;
    private int _value;
}

public struct UInt32
{
    public const uint MinValue = 0;
    public const uint MaxValue = 0xffffffff;
    private uint _value;
}

public struct Int64
{
    public const long MinValue = unchecked((long)0x8000000000000000);
    public const long MaxValue = 0x7fffffffffffffff;
    private long _value;
}

public struct UInt64
{
    public const ulong MinValue = 0;
    public const ulong MaxValue = 0xffffffffffffffff;
    private ulong _value;
}

public unsafe struct IntPtr
{
    public static readonly nint Zero;
    private void* _value;

    public static int Size => sizeof(void*);
}

public unsafe struct UIntPtr
{
    public static readonly nuint Zero;
    private void* _value;

    public static int Size => sizeof(void*);
}

public struct Single
{
    private float _value;
}

public struct Double
{
    private double _value;
}
