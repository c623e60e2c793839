using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Loader.MapHandles;

namespace Corewright.Tests.Maps;

/// <summary>Walks over maps that another process changes all the time.</summary>
internal static unsafe class Churn
{
    private const int Walks = 60, RouteWalks = 20, Stable = 64, Moving = 400;
    private const int ChildSignal = 17, Kill = 9;

    /// <summary>A hash: entries that stay are given exactly once, entries that come and go at most once each time they come.</summary>
    public static void Hash(HashMap<Flow, Totals> flows, Span<byte> buffer)
    {
        for (uint i = 0; i < Stable; i++)
            flows.Set(new Flow { Source = i, Destination = 1 }, new Totals { Packets = i });
        int child = Fork();
        if (child == 0)
            Move(flows);
        long lost = 0, twice = 0, moved = 0, errors = 0;
        Span<byte> seen = stackalloc byte[Stable];
        for (int walk = 0; walk < Walks || (moved == 0 && walk < 500 * Walks); walk++)
        {
            seen.Clear();
            MapWalk<Flow, Totals> entries = flows.Walk(buffer[..(walk % 2 == 0 ? 600 : buffer.Length)]);
            while (entries.Next(out Flow key, out _))
            {
                if (key.Destination == 1)
                    seen[(int)key.Source]++;
                else
                    moved++;
            }
            errors += entries.Error == 0 ? 0 : 1;
            Count(seen, ref lost, ref twice);
        }
        End(child);
        Output.Line("churn"u8, lost, twice, errors, moved > 0 ? 1 : 0);
        MapWalk<Flow, Totals> rest = flows.Drain(buffer);
        while (rest.Next(out _, out _))
        {
        }
        Output.Line("churn-drained"u8, rest.Error, flows.Walk(buffer).Next(out _, out _) ? 1 : 0);
    }

    /// <summary>A trie, which is walked from key to key: entries that stay are given, unless the walk says that it gave up.</summary>
    public static void Routes(LpmTrie<PrefixU84, uint> routes, Span<byte> buffer)
    {
        for (int i = 0; i < Stable; i++)
            routes.Set(MapHandlesProgram.Prefix(32, 10, 0, 1, (byte)i), (uint)i);
        int child = Fork();
        if (child == 0)
            Move(routes);
        long lost = 0, again = 0, moved = 0, gaveUp = 0, errors = 0;
        Span<byte> seen = stackalloc byte[Stable];
        for (int walk = 0; walk < RouteWalks || (moved == 0 && walk < 500 * RouteWalks); walk++)
        {
            seen.Clear();
            MapWalk<PrefixU84, uint> entries = routes.Walk(buffer);
            while (entries.Next(out PrefixU84 key, out _))
            {
                if (key.Bits[2] == 1)
                    seen[key.Bits[3]]++;
                else
                    moved++;
            }
            if (entries.Error == -Errno.TryAgain)
                gaveUp++;
            else if (entries.Error != 0)
                errors++;
            else
                Count(seen, ref lost, ref again);
        }
        End(child);
        Output.Line("churn-routes"u8, lost, errors, moved > 0 ? 1 : 0, gaveUp < RouteWalks ? 1 : 0);
    }

    private static void Count(ReadOnlySpan<byte> seen, ref long lost, ref long twice)
    {
        foreach (byte times in seen)
        {
            lost += times == 0 ? 1 : 0;
            twice += times > 1 ? 1 : 0;
        }
    }

    private static void Move(HashMap<Flow, Totals> flows)
    {
        for (uint i = 0; ; i++)
        {
            var key = new Flow { Source = i % Moving, Destination = 2 };
            if (i / Moving % 2 == 0)
                flows.Set(key, default);
            else
                flows.Remove(key);
        }
    }

    private static void Move(LpmTrie<PrefixU84, uint> routes)
    {
        for (uint i = 0; ; i++)
        {
            uint number = i % Moving;
            PrefixU84 key = MapHandlesProgram.Prefix(32, 10, 0, (byte)(2 + (number >> 8)), (byte)number);
            if (i / Moving % 2 == 0)
                routes.Set(key, 0);
            else
                routes.Remove(key);
        }
    }

    private static int Fork() => (int)Syscall.Invoke(SyscallNumber.Clone, ChildSignal);

    private static void End(int child)
    {
        Syscall.Invoke(SyscallNumber.Kill, child, Kill);
        Syscall.Invoke(SyscallNumber.Wait4, child);
    }
}
