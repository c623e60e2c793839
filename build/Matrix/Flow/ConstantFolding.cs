namespace Corewright.Build.Matrix.Flow;

/// <summary>
/// BPF arithmetic and comparisons on known numbers (the kernel's Documentation/bpf/standardization/instruction-set.rst). What
/// is not worked out is unknown, which is always right.
/// </summary>
internal static class ConstantFolding
{
    /// <summary>The result of an ALU or ALU64 instruction.</summary>
    /// <param name="code">The opcode byte.</param>
    /// <param name="target">The destination before.</param>
    /// <param name="source">The source register, or the immediate extended to 64 bits.</param>
    public static FlowValue Arithmetic(byte code, FlowValue target, FlowValue source)
    {
        bool is64 = (code & 7) == 7;
        int operation = code >> 4;
        const int add = 0, subtract = 1, move = 0xb;
        if (operation == move && is64)
            return source;
        if (operation == move)
            return source.IsConstant ? FlowValue.Constant((uint)source.Number) : FlowValue.Unknown;
        if (!is64 || !target.IsStackPointer)
            return Number(operation, is64, target, source);
        return (operation, source.IsConstant) switch
        {
            (add, true) => FlowValue.StackPointer((long)(target.Number + source.Number)),
            (subtract, true) => FlowValue.StackPointer((long)(target.Number - source.Number)),
            _ => FlowValue.Unknown,
        };
    }

    /// <summary>Whether a conditional jump is taken; null if that can't be told.</summary>
    /// <param name="code">The opcode byte, of class JMP or JMP32.</param>
    /// <param name="left">The destination register.</param>
    /// <param name="right">The source register, or the immediate extended to 64 bits.</param>
    public static bool? Taken(byte code, FlowValue left, FlowValue right)
    {
        if (!left.IsConstant || !right.IsConstant)
            return null;
        bool is32 = (code & 7) == 6;
        ulong a = is32 ? (uint)left.Number : left.Number, b = is32 ? (uint)right.Number : right.Number;
        long sa = is32 ? (int)a : (long)a, sb = is32 ? (int)b : (long)b;
        return (code >> 4) switch
        {
            0x1 => a == b,
            0x2 => a > b,
            0x3 => a >= b,
            0x4 => (a & b) != 0,
            0x5 => a != b,
            0x6 => sa > sb,
            0x7 => sa >= sb,
            0xa => a < b,
            0xb => a <= b,
            0xc => sa < sb,
            0xd => sa <= sb,
            _ => null,
        };
    }

    private static FlowValue Number(int operation, bool is64, FlowValue target, FlowValue source)
    {
        if (!target.IsConstant || (operation != 0x8 && !source.IsConstant))
            return FlowValue.Unknown;
        ulong a = target.Number, b = source.Number;
        int shift = (int)(b & (is64 ? 63u : 31u));
        ulong? result = operation switch
        {
            0x0 => a + b,
            0x1 => a - b,
            0x2 => a * b,
            0x4 => a | b,
            0x5 => a & b,
            0x6 => a << shift,
            0x7 => (is64 ? a : (uint)a) >> shift,
            0x8 => 0 - a,
            0xa => a ^ b,
            0xc => is64 ? (ulong)((long)a >> shift) : (ulong)((int)a >> shift),
            _ => null,
        };
        return result is { } number ? FlowValue.Constant(is64 ? number : (uint)number) : FlowValue.Unknown;
    }
}
