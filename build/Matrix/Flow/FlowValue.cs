namespace Corewright.Build.Matrix.Flow;

/// <summary>What is known of a register or stack slot: nothing, its number, or that it points into the stack.</summary>
internal readonly record struct FlowValue
{
    private readonly byte _form;

    private FlowValue(byte form, ulong number)
    {
        _form = form;
        Number = number;
    }

    public static FlowValue Unknown => default;

    public bool IsConstant => _form == 1;

    public bool IsStackPointer => _form == 2;

    /// <summary>The constant, or the distance from the frame pointer (negative, in two's complement).</summary>
    public ulong Number { get; }

    public static FlowValue Constant(ulong number) => new(1, number);

    public static FlowValue StackPointer(long distance) => new(2, (ulong)distance);

    /// <summary>What is still known where two ways meet.</summary>
    public FlowValue Join(FlowValue other) => this == other ? this : Unknown;
}
