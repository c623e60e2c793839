using System;

namespace Corewright.Tests.Corlib.Programs;

internal static class Interfaces
{
    private interface IShape
    {
        long Area(long scale);

        int Corners { get; }

        // A default implementation.
        long Twice(long scale) => 2 * Area(scale);
    }

    private interface INamed
    {
        int Name();
    }

    private interface ISource<T>
    {
        T Next();
    }

    private class Square(int side) : IShape, INamed
    {
        public long Area(long scale) => side * side * scale;

        public virtual int Corners => 4;

        int INamed.Name() => 1;
    }

    // Inherits the implementation of an interface and overrides a part of it.
    private sealed class Cut(int side) : Square(side)
    {
        public override int Corners => 5;
    }

    // Implements again what the base class has implemented.
    private sealed class Renamed(int side) : Square(side), INamed
    {
        int INamed.Name() => 2;
    }

    private sealed class Disc : IShape
    {
        public long Area(long scale) => 355 * scale / 113;

        public int Corners => 0;

        public long Twice(long scale) => -1;
    }

    private sealed class Counter : ISource<int>, ISource<long>
    {
        private int _n;

        int ISource<int>.Next() => ++_n;

        long ISource<long>.Next() => 1L << (32 + _n);
    }

    private struct Half : IShape
    {
        public int Calls;

        public long Area(long scale)
        {
            Calls++;
            return scale / 2;
        }

        public readonly int Corners => 2;
    }

    private readonly ref struct Resource : IDisposable
    {
        private readonly ref int _open;

        public Resource(ref int open)
        {
            _open = ref open;
            _open++;
        }

        public void Dispose() => _open--;
    }

    public static void Run()
    {
        IShape[] shapes = [new Square(3), new Cut(4), new Renamed(5), new Disc()];
        foreach (IShape shape in shapes)
        {
            // 64-bit arguments sit in register pairs on armv7, and have to survive the first call's look-up.
            Print.Value("area"u8, shape.Area(0x100000001));
            Print.Value("corners"u8, shape.Corners);
            Print.Value("twice"u8, shape.Area(1) == 3 ? 0 : shape.Twice(10));
            if (shape is INamed named)
                Print.Value("name"u8, named.Name());
        }

        var counter = new Counter();
        Print.Value("int"u8, ((ISource<int>)counter).Next());
        Print.Value("long"u8, ((ISource<long>)counter).Next());

        var half = new Half();
        Print.Value("constrained"u8, Measure(ref half));
        Print.Value("calls seen"u8, half.Calls);

        int open = 0;
        using (new Resource(ref open))
            Print.Value("open"u8, open);
        Print.Value("closed"u8, open);
    }

    private static long Measure<T>(ref T shape)
        where T : IShape => shape.Area(100) + shape.Corners;
}
