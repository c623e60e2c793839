using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Programs;

/// <summary>What came of running a program once with <c>BPF_PROG_TEST_RUN</c>.</summary>
public struct ProgramTestResult
{
    /// <summary>What the program returned.</summary>
    public uint Value;

    /// <summary>How long one run took, in nanoseconds, where the kernel measured it.</summary>
    public uint DurationNanoseconds;

    /// <summary>How many bytes came out.</summary>
    public int OutputBytes;
}

/// <summary>Runs a loaded program on data of the caller's (v4.12).</summary>
public static unsafe class ProgramTesting
{
    /// <summary>Runs a program.</summary>
    /// <param name="program">The program's descriptor.</param>
    /// <param name="input">What it runs on: a packet, or nothing.</param>
    /// <param name="output">Receives the data as the program leaves it; may be empty.</param>
    /// <param name="context">The context of programs that take one instead of a packet; may be empty.</param>
    /// <param name="repeat">How often it runs; 0 for programs that can't be repeated.</param>
    /// <param name="result">What came of it.</param>
    /// <returns>0 or a negated errno; ENOTSUPP (524) for a type of program that can't be run like this.</returns>
    public static int Run(
        int program, ReadOnlySpan<byte> input, Span<byte> output, Span<byte> context, uint repeat, out ProgramTestResult result)
    {
        result = default;
        fixed (byte* inputStart = input)
        fixed (byte* outputStart = output)
        fixed (byte* contextStart = context)
        {
            TestRunAttributes attributes = default;
            attributes.ProgramFd = program;
            attributes.DataIn = (ulong)inputStart;
            attributes.DataInLength = (uint)input.Length;
            attributes.DataOut = (ulong)outputStart;
            attributes.DataOutLength = (uint)output.Length;
            attributes.ContextIn = (ulong)contextStart;
            attributes.ContextInLength = (uint)context.Length;
            attributes.Repeat = repeat;
            int status = BpfCall.TestRun(&attributes);
            result.Value = attributes.Result;
            result.DurationNanoseconds = attributes.Duration;
            result.OutputBytes = (int)Math.Min(attributes.DataOutLength, (uint)output.Length);
            return status;
        }
    }
}
