using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Corewright.Build.Matrix.Flow;

/// <summary>
/// Which instructions of one function can run, given the numbers that relocation put into it: sparse constant propagation, a
/// little of what the kernel's verifier does when it removes dead code. An instruction that it calls dead never runs.
/// </summary>
internal sealed class FunctionFlow
{
    private const int Size = 8;
    private readonly byte[] _code;
    private readonly int _start;
    private readonly int _end;
    private readonly Dictionary<int, FlowState> _states = [];
    private readonly Stack<int> _pending = [];
    private readonly FlowState _now = new();

    private FunctionFlow(byte[] code, int start, int end)
    {
        _code = code;
        _start = start;
        _end = end;
    }

    /// <summary>Follows a function.</summary>
    /// <param name="code">Its section's bytes.</param>
    /// <param name="start">Its first instruction's number in the section.</param>
    /// <param name="end">The number after its last.</param>
    /// <returns>The numbers of the instructions that can run.</returns>
    public static IReadOnlyCollection<int> Follow(byte[] code, int start, int end)
    {
        var flow = new FunctionFlow(code, start, Math.Min(end, code.Length / Size));
        flow.Reach(start, FlowState.Entry());
        while (flow._pending.TryPop(out int next))
            flow.Step(next, flow._now.Become(flow._states[next]));
        return flow._states.Keys;
    }

    private void Reach(int instruction, FlowState state)
    {
        if (instruction < _start || instruction >= _end)
            return;
        if (_states.TryGetValue(instruction, out FlowState? known))
        {
            if (known.JoinWith(state))
                _pending.Push(instruction);
            return;
        }

        _states.Add(instruction, state.Copy());
        _pending.Push(instruction);
    }

    private void Step(int at, FlowState state)
    {
        ReadOnlySpan<byte> instruction = _code.AsSpan(at * Size, Size);
        byte code = instruction[0];
        int target = instruction[1] & 15, source = instruction[1] >> 4;
        short offset = BinaryPrimitives.ReadInt16LittleEndian(instruction[2..]);
        int immediate = BinaryPrimitives.ReadInt32LittleEndian(instruction[4..]);
        FlowValue operand = (code & 8) != 0 ? state[source] : FlowValue.Constant((ulong)(long)immediate);
        switch (code & 7)
        {
            case 0: // BPF_LD: a 64-bit immediate takes two instructions; the old packet loads change r0.
                bool isWide = code == 0x18;
                state[isWide ? target : 0] = isWide ? Wide(at, source, immediate) : FlowValue.Unknown;
                Reach(at + (isWide ? 2 : 1), state);
                break;
            case 1: // BPF_LDX
                state[target] = state[source].IsStackPointer && code >> 5 == 3
                    ? state.Load((long)state[source].Number + offset, Width(code))
                    : FlowValue.Unknown;
                Reach(at + 1, state);
                break;
            case 2 or 3: // BPF_ST, BPF_STX; the atomic ones write too.
                if (state[target].IsStackPointer)
                {
                    FlowValue stored = (code & 7) == 2 ? FlowValue.Constant((ulong)(long)immediate) : state[source];
                    bool isPlain = code >> 5 == 3;
                    state.Store((long)state[target].Number + offset, Width(code), isPlain ? stored : FlowValue.Unknown);
                }

                if (code >> 5 == 6)
                    state[source] = state[0] = FlowValue.Unknown;
                Reach(at + 1, state);
                break;
            case 4 or 7: // BPF_ALU, BPF_ALU64; an offset makes a signed variant, and 0xd changes byte order.
                bool isSimple = offset == 0 && code >> 4 != 0xd;
                state[target] = isSimple ? ConstantFolding.Arithmetic(code, state[target], operand) : FlowValue.Unknown;
                Reach(at + 1, state);
                break;
            default:
                Jump(at, code, state, state[target], operand, offset, immediate);
                break;
        }
    }

    private void Jump(int at, byte code, FlowState state, FlowValue left, FlowValue right, short offset, int immediate)
    {
        switch (code)
        {
            case 0x95: // exit
                break;
            case 0x85 or 0x8d: // call
                state.Call();
                Reach(at + 1, state);
                break;
            case 0x05:
                Reach(at + 1 + offset, state);
                break;
            case 0x06:
                Reach(at + 1 + immediate, state);
                break;
            default:
                bool? taken = ConstantFolding.Taken(code, left, right);
                if (taken != false)
                    Reach(at + 1 + offset, state);
                if (taken != true)
                    Reach(at + 1, state);
                break;
        }
    }

    private FlowValue Wide(int at, int source, int low)
    {
        if (source != 0 || at + 1 >= _end)
            return FlowValue.Unknown;
        uint high = BinaryPrimitives.ReadUInt32LittleEndian(_code.AsSpan((at * Size) + 12));
        return FlowValue.Constant((uint)low | ((ulong)high << 32));
    }

    private static int Width(byte code) => (code & 0x18) switch { 0x00 => 4, 0x08 => 2, 0x10 => 1, _ => 8 };
}
