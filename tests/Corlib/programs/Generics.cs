using System;

namespace Corewright.Tests.Corlib.Programs;

internal static class Generics
{
    private interface IAdd<T>
    {
        static abstract T Add(T a, T b);

        static abstract T Zero { get; }
    }

    private readonly struct Number(long value) : IAdd<Number>
    {
        public long Value => value;

        public static Number Zero => new(0);

        public static Number Add(Number a, Number b) => new(a.Value + b.Value);
    }

    private sealed class List<T>
    {
        private T[] _items = new T[2];
        private int _count;

        public int Count => _count;

        public T this[int index] => _items[index];

        public void Add(T item)
        {
            if (_count == _items.Length)
            {
                T[] larger = new T[_count * 2];
                _items.AsSpan().CopyTo(larger);
                _items = larger;
            }

            _items[_count++] = item;
        }
    }

    private readonly struct Pair<TFirst, TSecond>(TFirst first, TSecond second)
    {
        public TFirst First => first;

        public TSecond Second => second;

        public Pair<TSecond, TFirst> Swapped() => new(second, first);
    }

    private abstract class Node<T>
    {
        public abstract T Make();
    }

    private sealed class NamedNode : Node<string>
    {
        public override string Make() => "named";
    }

    private static class PerType<T>
    {
        public static int Count;
    }

    public static void Run()
    {
        var numbers = new List<long>();
        var texts = new List<string>();
        for (int i = 0; i < 9; i++)
        {
            numbers.Add((long)i << 30);
            texts.Add((i & 1) == 0 ? "even" : "odd");
        }

        Print.Value("numbers"u8, numbers[8] + numbers.Count);
        Print.Value("texts"u8, texts[7].Length + texts[8].Length);

        var swapped = new Pair<byte, long>(1, -2).Swapped();
        Print.Value("first"u8, swapped.First);
        Print.Value("second"u8, swapped.Second);

        ReadOnlySpan<Number> several = [new(1), new(20), new(300)];
        Print.Value("sum"u8, Sum(several).Value);

        Node<string> node = new NamedNode();
        Print.Value("virtual"u8, node.Make().Length);

        PerType<int>.Count += 3;
        PerType<string>.Count += 5;
        PerType<object>.Count += 7;
        Print.Value("per type"u8, (PerType<int>.Count * 100) + (PerType<string>.Count * 10) + PerType<object>.Count);

        Print.Value("kind of int"u8, Kind<int>());
        Print.Value("kind of string"u8, Kind<string>());
        Print.Value("made"u8, Make<Number>(5).Length);
        Print.Value("made of references"u8, Make<string>(3).Length);
        Print.Value("is"u8, Is<string>("x"));
        Print.Value("is not"u8, Is<NamedNode>("x"));
    }

    private static T Sum<T>(ReadOnlySpan<T> items)
        where T : IAdd<T>
    {
        T total = T.Zero;
        foreach (ref readonly T item in items)
            total = T.Add(total, item);
        return total;
    }

    // One body for all reference types: what T is comes along at run time.
    private static T[] Make<T>(int count) => new T[count];

    private static bool Is<T>(object value)
        where T : class => value is T;

    private static int Kind<T>() => default(T) is null ? 1 : 2;
}
