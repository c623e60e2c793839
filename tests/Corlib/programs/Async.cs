using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Async;

namespace Corewright.Tests.Corlib.Programs;

/// <summary>Async methods on one thread: what they wait for comes when the program says so.</summary>
internal static partial class Async
{
    private const int Readers = 3;

    private static readonly Gate s_gate = new();
    private static readonly Gate s_other = new();
    private static int s_running;

    public static void Run()
    {
        Job nothing = Nothing();
        Print.Value("nothing to wait for"u8, nothing.IsDone);

        Job outer = Outer(5);
        for (int i = 1; !outer.IsDone; i++)
        {
            Print.Value("open"u8, i);
            s_gate.Open();
        }

        Print.Value("after"u8, s_running);

        Job[] readers = new Job[Readers];
        for (int i = 0; i < readers.Length; i++)
            readers[i] = Reader(i);
        Print.Value("waiting"u8, s_running);
        while (!(readers[0].IsDone && readers[1].IsDone && readers[2].IsDone))
            s_gate.Open();
        Print.Value("done"u8, s_running);

        Job both = Both();
        s_other.Open();
        Print.Value("half"u8, both.IsDone);
        s_gate.Open();
        Print.Value("both"u8, both.IsDone);
        SteadyState();
    }

    // From here on an allocation would end the program: each call uses an object of one that is done.
    private static void SteadyState()
    {
        Job first = Outer(2);
        while (!first.IsDone)
            s_gate.Open();
        Job endless = Endless();
        s_gate.Open();
        Freeze();
        int turns = 0;
        for (; turns < 1000; turns++)
            s_gate.Open();
        Print.Value("turns"u8, turns);
        Print.Value("calls"u8, s_running);
        Print.Value("goes on"u8, !endless.IsDone);
    }

    /// <summary>Allocations are a fault from now on, where that can be said.</summary>
    static partial void Freeze();

    private static async Job Nothing() => await Job.Done;

    private static async Job Endless()
    {
        while (true)
            await Outer(3);
    }

    private static async Job Outer(int times)
    {
        int sum = 0;
        for (int i = 0; i < times; i++)
        {
            s_running++;
            await Inner(i);
            sum += i;
        }

        s_running += sum;
    }

    private static async Job Inner(int i)
    {
        if (i % 2 == 0)
            await s_gate;
    }

    private static async Job Reader(int name)
    {
        s_running++;
        for (int i = 0; i <= name; i++)
        {
            await s_gate;
            // A span may live between two waits.
            ReadOnlySpan<byte> text = name == 0 ? "first"u8 : "other"u8;
            Print.Text("reader"u8, text);
        }

        s_running--;
    }

    private static async Job Both()
    {
        Job gate = Inner(0);
        await s_other;
        await gate;
    }

    /// <summary>Lets everybody pass who waits when it is opened.</summary>
    private sealed class Gate
    {
        private readonly Action?[] _waiting = new Action?[Readers + 1];
        private int _count;

        public Awaiter GetAwaiter() => new(this);

        public void Open()
        {
            int count = _count;
            _count = 0;
            for (int i = 0; i < count; i++)
            {
                // Those who come back queue up behind: the ones before them have been taken out.
                Action next = _waiting[i]!;
                _waiting[i] = null;
                Pass(next);
            }
        }

        private static void Pass(Action next) => next();

        public readonly struct Awaiter(Gate gate) : ICriticalNotifyCompletion
        {
            public bool IsCompleted => false;

            public void GetResult()
            {
            }

            public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

            public void UnsafeOnCompleted(Action continuation) => gate._waiting[gate._count++] = continuation;
        }
    }
}
