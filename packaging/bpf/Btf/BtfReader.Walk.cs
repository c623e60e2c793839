namespace Corewright.Bpf.Btf;

public readonly ref partial struct BtfReader
{
    /// <summary>The type behind typedefs, const, volatile, restrict and tags.</summary>
    /// <param name="id">Where to start.</param>
    /// <param name="type">The first type that is something itself; may be void.</param>
    /// <returns><see cref="FaultCode.BtfTooDeep"/>, or <see cref="FaultCode.BtfBadReference"/> for an id that isn't there.</returns>
    public Fault SkipModifiers(uint id, out BtfType type)
    {
        uint at = id;
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            type = Type(at);
            if (!Contains(at))
                return new Fault(FaultCode.BtfBadReference, (int)at);
            if (!type.IsModifier)
                return Fault.None;
            at = type.SizeOrType;
        }

        type = default;
        return new Fault(FaultCode.BtfTooDeep, (int)id);
    }

    /// <summary>The size of a type in bytes.</summary>
    /// <param name="id">Any type that values can have.</param>
    /// <param name="size">Its size.</param>
    /// <returns>
    /// <see cref="FaultCode.BtfNoSize"/>, <see cref="FaultCode.BtfTooDeep"/>, <see cref="FaultCode.BtfBadReference"/> or
    /// <see cref="FaultCode.BtfNoPointerSize"/>.
    /// </returns>
    public Fault Size(uint id, out uint size)
    {
        size = 0;
        ulong elements = 1;
        uint at = id;
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            if (!Contains(at))
                return new Fault(FaultCode.BtfBadReference, (int)at);
            BtfType type = Type(at);
            switch (type.Kind)
            {
                case BtfKind.Int or BtfKind.Struct or BtfKind.Union or BtfKind.Enum or BtfKind.Enum64 or BtfKind.Float
                    or BtfKind.DataSection:
                    return Multiply(elements, type.SizeOrType, id, out size);
                case BtfKind.Pointer:
                    return PointerSize == 0
                        ? new Fault(FaultCode.BtfNoPointerSize)
                        : Multiply(elements, (uint)PointerSize, id, out size);
                case BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict or BtfKind.TypeTag
                    or BtfKind.Variable or BtfKind.DeclarationTag:
                    at = type.SizeOrType;
                    break;
                case BtfKind.Array:
                    BtfArray array = Array(type);
                    elements *= array.Count;
                    if (elements > uint.MaxValue)
                        return new Fault(FaultCode.BtfNoSize, (int)id);
                    at = array.Element;
                    break;
                default:
                    return new Fault(FaultCode.BtfNoSize, (int)id);
            }
        }

        return new Fault(FaultCode.BtfTooDeep, (int)id);
    }

    /// <summary>Checks every reference and every name, which reading alone does not; of split BTF, those of its own.</summary>
    /// <returns><see cref="FaultCode.BtfBadReference"/> or <see cref="FaultCode.BtfBadName"/> with the type's id.</returns>
    public Fault Validate()
    {
        BtfTypeCursor cursor = From(FirstId);
        while (cursor.Next(out BtfType type))
        {
            Fault fault = Validate(type);
            if (fault.Failed)
                return fault;
        }

        return Fault.None;
    }

    private static Fault Multiply(ulong elements, uint each, uint id, out uint size)
    {
        ulong bytes = elements * each;
        size = (uint)bytes;
        return bytes > uint.MaxValue ? new Fault(FaultCode.BtfNoSize, (int)id) : Fault.None;
    }

    private Fault Validate(BtfType type)
    {
        int id = (int)type.Id;
        switch (type.Kind)
        {
            case BtfKind.Pointer or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict or BtfKind.Variable
                or BtfKind.DeclarationTag or BtfKind.TypeTag:
                return Check(Contains(type.SizeOrType), FaultCode.BtfBadReference, id);
            case BtfKind.Function:
                return Check(Type(type.SizeOrType).Kind == BtfKind.FunctionPrototype, FaultCode.BtfBadReference, id);
            case BtfKind.Array:
                BtfArray array = Array(type);
                return Check(Contains(array.Element) && Contains(array.Index), FaultCode.BtfBadReference, id);
            default:
                return ValidateItems(type);
        }
    }

    private Fault ValidateItems(BtfType type)
    {
        for (int i = 0; i < type.Count; i++)
        {
            uint name = 0, reference = 0;
            switch (type.Kind)
            {
                case BtfKind.Struct or BtfKind.Union:
                    BtfMember member = Member(type, i);
                    name = member.NameOffset;
                    reference = member.Type;
                    break;
                case BtfKind.Enum or BtfKind.Enum64:
                    name = Enumerator(type, i).NameOffset;
                    break;
                case BtfKind.FunctionPrototype:
                    BtfParameter parameter = Parameter(type, i);
                    name = parameter.NameOffset;
                    reference = parameter.Type;
                    break;
                case BtfKind.DataSection:
                    reference = SectionVariable(type, i).Type;
                    break;
                default:
                    return Fault.None;
            }

            if (!Contains(reference))
                return new Fault(FaultCode.BtfBadReference, (int)type.Id);
            if (!ContainsName(name))
                return new Fault(FaultCode.BtfBadName, (int)type.Id);
        }

        return type.Kind != BtfKind.FunctionPrototype || Contains(type.SizeOrType)
            ? Fault.None
            : new Fault(FaultCode.BtfBadReference, (int)type.Id);
    }

    private static Fault Check(bool good, FaultCode code, int id) => good ? Fault.None : new Fault(code, id);
}
