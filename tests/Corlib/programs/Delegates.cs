using System;

namespace Corewright.Tests.Corlib.Programs;

internal static class Delegates
{
    private delegate int Combine(int a, int b);

    private delegate ref int Reach(int[] array);

    private delegate T Convert<in TFrom, out T>(TFrom value);

    private static readonly Combine s_times = (a, b) => a * b;
    private static int s_calls;

    private class Counter(int step)
    {
        protected int Step => step;

        public int Total { get; private set; }

        public void Count() => Total += Step;

        public virtual int Next(int value) => value + step;
    }

    private sealed class Doubling(int step) : Counter(step)
    {
        public override int Next(int value) => (value + Step) * 2;
    }

    private struct Pair
    {
        public long A;
        public long B;

        public readonly long Sum() => A + B;
    }

    public static void Run()
    {
        Print.Value("static lambda"u8, s_times(6, 7));
        Combine minus = Minus;
        Print.Value("static method"u8, minus(6, 7));

        var counter = new Counter(3);
        Action count = counter.Count;
        count();
        count();
        Print.Value("instance"u8, counter.Total);
        Func<int, int> next = new Doubling(5).Next;
        Print.Value("virtual"u8, next(1));

        Closures(10);
        Reach second = static array => ref array[1];
        int[] numbers = [1, 2, 3];
        second(numbers) = 20;
        Print.Value("by reference"u8, numbers[1]);
        Convert<string, object> length = text => text.Length;
        Convert<string, object> same = length;
        Print.Value("generic"u8, (int)same("four"));
        Func<long> sum = new Pair { A = 1L << 40, B = 2 }.Sum;
        Print.Value("of a struct"u8, sum());
        Print.Value("applied"u8, Apply([3, 1, 2], x => (x * x) + numbers[1]));
        Print.Value("recursive"u8, Factorial()(10));
        Lists();
    }

    private static int Minus(int a, int b) => a - b;

    private static void Closures(int start)
    {
        Func<int>[] counters = new Func<int>[3];
        int shared = start;
        for (int i = 0; i < counters.Length; i++)
        {
            int own = i;
            counters[i] = () =>
            {
                own += 100;
                return ++shared + own;
            };
        }

        foreach (Func<int> counter in counters)
        {
            Print.Value("closure"u8, counter());
            Print.Value("again"u8, counter());
        }

        Print.Value("shared"u8, shared);
    }

    private static int Apply(int[] values, Func<int, int> function)
    {
        int sum = 0;
        foreach (int value in values)
            sum += function(value);
        return sum;
    }

    private static Func<int, long> Factorial()
    {
        Func<int, long> factorial = null!;
        factorial = n => n < 2 ? 1 : n * factorial(n - 1);
        return factorial;
    }

    private static void Lists()
    {
        Action? all = null;
        Action one = () => s_calls = (s_calls * 10) + 1;
        Action two = Two;
        all += one;
        all += two;
        all += one;
        all();
        Print.Value("all"u8, s_calls);
        s_calls = 0;
        all -= one;
        all!();
        Print.Value("without the last"u8, s_calls);
        all -= Two;
        Print.Value("a method is itself"u8, all == one);
        all -= one;
        Print.Value("none is left"u8, all is null);

        Combine? both = s_times;
        both += Minus;
        Print.Value("the last one's result"u8, both(5, 3));
    }

    private static void Two() => s_calls = (s_calls * 10) + 2;
}
