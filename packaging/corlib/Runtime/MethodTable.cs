// What ILC 10 writes for every type: a fixed head, the virtual method slots, the interfaces, and then 32-bit relative
// pointers of which only the dispatch map matters here.
//
//   0            flags; the low half is the element size of arrays and strings
//   4            size of an instance in bytes, object header included
//   8            base type, or the element type of an array
//   8 + word     number of virtual slots, number of interfaces (16 bits each), hash code
//   16 + word    slots, interfaces, then: type manager, writable data, dispatch map (if flagged)

namespace Internal.Runtime;

internal unsafe struct MethodTable
{
    private const uint KindMask = 0x0003_0000;
    private const uint ParameterizedKind = 0x0002_0000;
    private const uint DispatchMapFlag = 0x0004_0000;
    private const uint FinalizerFlag = 0x0010_0000;
    private const uint VarianceFlag = 0x0080_0000;
    private const int ElementTypeShift = 26;
    private const uint ElementTypeMask = 0x1f;

    private uint _flags;
    private uint _baseSize;
    private MethodTable* _related;
    private ushort _slotCount;
    private ushort _interfaceCount;
    private uint _hashCode;

    /// <summary>Bytes of an instance without its elements; one word of it lies before the object's address.</summary>
    public readonly uint BaseSize => _baseSize;

    /// <summary>Bytes of an element; only for arrays and strings.</summary>
    public readonly uint ElementSize => _flags & 0xffff;

    public readonly int SlotCount => _slotCount;

    public readonly int InterfaceCount => _interfaceCount;

    public readonly ElementKind Kind => (ElementKind)((_flags >> ElementTypeShift) & ElementTypeMask);

    public readonly bool IsInterface => Kind == ElementKind.Interface;

    public readonly bool IsVector => Kind == ElementKind.Vector;

    public readonly bool IsArray => Kind is ElementKind.Vector or ElementKind.Array;

    /// <summary>A value type as an array's element: primitives, enums, structs.</summary>
    public readonly bool IsValueType => Kind < ElementKind.Class;

    public readonly bool HasVariance => (_flags & VarianceFlag) != 0;

    /// <summary>The base class; null for System.Object, interfaces and arrays.</summary>
    public readonly MethodTable* Base => (_flags & KindMask) == ParameterizedKind ? null : _related;

    /// <summary>An array's element type.</summary>
    public readonly MethodTable* Element => _related;

    public readonly bool IsRoot => Kind == ElementKind.Class && _related == null;

    /// <summary>The address in a virtual slot.</summary>
    public static nint Slot(MethodTable* type, int index) => ((nint*)(type + 1))[index];

    /// <summary>An implemented interface.</summary>
    public static MethodTable* Interface(MethodTable* type, int index) =>
        ((MethodTable**)(type + 1))[type->_slotCount + index];

    /// <summary>The dispatch map, or null: how the type implements its interfaces' methods.</summary>
    public static DispatchMap* Dispatch(MethodTable* type) =>
        (type->_flags & DispatchMapFlag) == 0 ? null : (DispatchMap*)Follow(Tail(type) + 2);

    /// <summary>A method that overrides nothing further down: kept apart from the virtual slots.</summary>
    public static nint SealedSlot(MethodTable* type, int index)
    {
        int* field = Tail(type) + 3;
        if ((type->_flags & FinalizerFlag) != 0)
            field++;
        return (nint)Follow((int*)Follow(field) + index);
    }

    private static int* Tail(MethodTable* type) =>
        (int*)((nint*)(type + 1) + type->_slotCount + type->_interfaceCount);

    // A relative pointer counts from its own address.
    private static void* Follow(int* field) => (byte*)field + *field;
}

/// <summary>What a type is, as ILC encodes it; the names below are the ones that are asked about.</summary>
internal enum ElementKind
{
    Boolean = 0x02,
    Char = 0x03,
    SByte = 0x04,
    Double = 0x0f,
    Nullable = 0x12,
    Class = 0x14,
    Interface = 0x15,
    SystemArray = 0x16,
    Array = 0x17,
    Vector = 0x18,
}
