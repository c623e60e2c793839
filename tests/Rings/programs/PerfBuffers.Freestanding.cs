using System;
using Corewright.Bpf;
using Corewright.Bpf.Async;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Ring;
using Corewright.Tests.Maps;

namespace Corewright.Tests.Rings;

/// <summary>A perf event array's buffers and a ring buffer, read by one thread.</summary>
internal static class PerfBuffers
{
    private const int Together = 40;
    private const int TooMany = 100;
    private const int Rounds = 20;
    private const int PerRound = 30;

    /// <summary>struct calls of rings.bpf.c.</summary>
    private struct State
    {
        public uint Process;
        public uint Call;
        public uint Number;
        public uint Said;
        public uint Refused;
        public int Refusal;
        public uint SharedSaid;
        public uint SharedRefused;
    }

    /// <summary>Works on the object <c>rings</c>.</summary>
    public static int Run(ref ObjectFile opened, ref Arena arena)
    {
        LinkTable links = default;
        Fault fault = Calls.Attach(ref opened, ref arena, ref links);
        Output.Line("attach"u8, (long)fault.Code, fault.Errno);
        if (fault.Failed)
            return 1;
        int processors = PossibleProcessors.Count();
        var buffers = new Buffers(processors);
        int ring = opened.FindMap("shared"u8);
        Output.Line("buffers"u8, processors, buffers.Open(
            opened.Descriptor("per_processor"u8), opened.Descriptor("shared"u8), opened.Maps[ring].MaxEntries));
        ref State state = ref Calls.Variables<State>(ref opened);
        state.Call = (uint)Calls.Number;
        state.Process = (uint)Syscall.Invoke(SyscallNumber.Getpid);

        int result = buffers.RunTogether(Together);
        Output.Line("together"u8, result, buffers.FromRing, buffers.FromPerf, buffers.Wrong);
        for (int i = 0; i < processors; i++)
            Output.Line("from"u8, i, buffers.Count(i));
        Output.Line("said"u8, state.Said, state.SharedSaid, state.Refused, state.SharedRefused);
        for (int i = 0; i < processors; i++)
            Lose(buffers, i, ref state);
        Wrap(buffers, processors, ref state);

        buffers.Dispose();
        state.Refused = 0;
        Calls.Make();
        Output.Line("closed"u8, state.Refused, state.Refusal);
        links.Dispose();
        uint number = state.Number;
        Calls.Make();
        Output.Line("detached"u8, state.Number - number);
        return 0;
    }

    // More than a buffer holds; what was lost is told with the first sample that finds room again.
    private static void Lose(Buffers buffers, int processor, ref State state)
    {
        int moved = Calls.MoveTo(processor);
        state.Refused = 0;
        buffers.Reset();
        for (int i = 0; i < TooMany; i++)
            Calls.Make();
        buffers.ReadAll();
        long before = buffers.FromPerf, untold = buffers.Lost(processor);
        Calls.Make();
        buffers.ReadAll();
        Output.Line("lost"u8, moved, before, untold, buffers.FromPerf, buffers.Lost(processor), state.Refused, state.Refusal);
        Output.Line("lost-wrong"u8, buffers.Wrong, buffers.Count(processor));
    }

    private static void Wrap(Buffers buffers, int processors, ref State state)
    {
        state.Refused = 0;
        buffers.Reset();
        for (int round = 0; round < Rounds; round++)
        {
            Calls.MoveTo(round % processors);
            for (int i = 0; i < PerRound; i++)
                Calls.Make();
            buffers.ReadAll();
        }
        Output.Line("rounds"u8, buffers.FromPerf, buffers.FromRing, buffers.Wrong, state.Refused);
    }
}
