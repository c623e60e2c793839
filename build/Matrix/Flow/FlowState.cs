using System;

namespace Corewright.Build.Matrix.Flow;

/// <summary>What is known before an instruction: eleven registers and the 64 slots of 8 bytes that make a stack frame.</summary>
internal sealed class FlowState
{
    private const int Registers = 11;
    private const int Slots = 64;

    private readonly FlowValue[] _values = new FlowValue[Registers + Slots];

    /// <summary>A function's start: only the frame pointer is known.</summary>
    public static FlowState Entry()
    {
        var state = new FlowState();
        state[10] = FlowValue.StackPointer(0);
        return state;
    }

    /// <summary>A register.</summary>
    public FlowValue this[int register]
    {
        get => register < Registers ? _values[register] : FlowValue.Unknown;
        set
        {
            if (register < Registers)
                _values[register] = value;
        }
    }

    public FlowState Copy() => new FlowState().Become(this);

    /// <summary>Takes over all that another one knows.</summary>
    public FlowState Become(FlowState other)
    {
        other._values.CopyTo(_values, 0);
        return this;
    }

    /// <summary>Forgets what another way to the same place contradicts.</summary>
    /// <returns>Whether anything was forgotten.</returns>
    public bool JoinWith(FlowState other)
    {
        bool changed = false;
        for (int i = 0; i < _values.Length; i++)
        {
            FlowValue joined = _values[i].Join(other._values[i]);
            changed |= joined != _values[i];
            _values[i] = joined;
        }

        return changed;
    }

    /// <summary>A load from the stack; known only where a whole slot was stored.</summary>
    public FlowValue Load(long distance, int bytes)
    {
        int slot = Slot(distance);
        if (slot < 0 || distance % 8 != 0)
            return FlowValue.Unknown;
        FlowValue value = _values[slot];
        if (bytes == 8)
            return value;
        return value.IsConstant ? FlowValue.Constant(value.Number & ((1UL << (bytes * 8)) - 1)) : FlowValue.Unknown;
    }

    /// <summary>A store to the stack.</summary>
    public void Store(long distance, int bytes, FlowValue value)
    {
        int slot = Slot(distance);
        if (slot >= 0)
            _values[slot] = bytes == 8 && distance % 8 == 0 ? value : FlowValue.Unknown;
        int last = Slot(distance + bytes - 1);
        if (last >= 0 && last != slot)
            _values[last] = FlowValue.Unknown;
    }

    /// <summary>A call: it changes r0 to r5, and what it is given a pointer to, from there on upwards.</summary>
    public void Call()
    {
        for (int register = 0; register <= 5; register++)
        {
            if (register > 0 && _values[register].IsStackPointer)
            {
                int first = Slot((long)_values[register].Number);
                if (first >= 0)
                    Array.Clear(_values, first, _values.Length - first);
            }

            _values[register] = FlowValue.Unknown;
        }
    }

    /// <summary>The slot that holds a byte; the lowest address first. Negative outside the frame.</summary>
    private static int Slot(long distance) =>
        distance is >= -Slots * 8 and < 0 ? Registers + (int)((distance + (Slots * 8)) / 8) : -1;
}
