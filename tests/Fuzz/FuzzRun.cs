using System;
using System.Diagnostics;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Linq;
using System.Threading;

namespace Corewright.Tests.Fuzz;

/// <summary>What came of a run.</summary>
/// <param name="Inputs">How many inputs were read.</param>
/// <param name="Accepted">How many of them were taken for good.</param>
/// <param name="Elapsed">All of the time, making the inputs included.</param>
/// <param name="Slowest">The longest that one input took.</param>
/// <param name="MostAllocated">The most bytes that were allocated for one input.</param>
/// <param name="Failure">What was wrong and with which input; null where nothing was.</param>
internal sealed record FuzzOutcome(long Inputs, long Accepted, TimeSpan Elapsed, TimeSpan Slowest, long MostAllocated, string? Failure);

/// <summary>
/// Gives a reader many inputs. Each must end in success or in a refusal that the reader documents, within a time and within memory,
/// and without touching a byte behind the input.
/// </summary>
internal sealed class FuzzRun : IDisposable
{
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(1), s_hang = TimeSpan.FromSeconds(30);

    private readonly FuzzTarget _target;
    private readonly FuzzSeed[] _seeds;
    private readonly ulong _seed;
    private readonly string _folder;
    private readonly GuardedMemory _memory = new(Mutator.MaximumBytes);
    private readonly Mutator _mutator = new();
    private readonly MemoryMappedFile _trace;
    private readonly MemoryMappedViewAccessor _tracked;
    private readonly Timer _watch;
    private long _current;
    private long _watched = -1;

    /// <param name="target">The reader.</param>
    /// <param name="files">Where seeds come from.</param>
    /// <param name="seed">Decides all inputs.</param>
    /// <param name="folder">Gets inputs that fail, and <c>&lt;reader&gt;.current</c>: the iteration, for a process that dies.</param>
    public FuzzRun(FuzzTarget target, SeedFiles files, ulong seed, string folder)
    {
        (_target, _seed, _folder) = (target, seed, folder);
        _seeds = [.. target.Seeds(files)];
        Directory.CreateDirectory(folder);
        _trace = MemoryMappedFile.CreateFromFile(Path.Combine(folder, target.Name + ".current"), FileMode.Create, null, 16);
        _tracked = _trace.CreateViewAccessor();
        _tracked.Write(0, seed);
        // A reader that hangs can't be stopped from outside; the process ends, and says why.
        _watch = new Timer(_ => EndIfHanging(), null, s_hang, s_hang);
    }

    /// <summary>Reads mutated inputs up to the first failure.</summary>
    /// <param name="iterations">How many.</param>
    public FuzzOutcome Run(long iterations)
    {
        long started = Stopwatch.GetTimestamp(), accepted = 0, most = 0;
        TimeSpan slowest = default;
        // Unchanged, everything must be taken; that also compiles the code, whose allocations are nobody's.
        foreach (FuzzSeed seed in _seeds)
        {
            string? failure = null;
            for (int i = 0; i < 3 && failure is null; i++)
                failure = Read(seed.Bytes, measured: false, out bool taken, out _, out _) ?? (taken ? null : "an unchanged seed is refused");
            if (failure is not null)
                return Outcome(0, Keep("seed", seed.Bytes, failure));
        }

        long iteration = 0;
        for (; iteration < iterations; iteration++)
        {
            _tracked.Write(8, iteration);
            Volatile.Write(ref _current, iteration + 1);
            Span<byte> input = Make(iteration);
            string? failure = Read(input, measured: true, out bool taken, out TimeSpan took, out long allocated);
            accepted += taken ? 1 : 0;
            slowest = took > slowest ? took : slowest;
            most = Math.Max(most, allocated);
            if (failure is not null)
                return Outcome(iteration + 1, Keep($"{_seed}-{iteration}", input, $"seed {_seed}, iteration {iteration}: {failure}"));
        }

        return Outcome(iteration, null);

        FuzzOutcome Outcome(long inputs, string? failure) =>
            new(inputs, accepted, Stopwatch.GetElapsedTime(started), slowest, most, failure);
    }

    /// <summary>The input of an iteration.</summary>
    public Span<byte> Make(long iteration)
    {
        var random = new FuzzRandom(_seed, _target.Name, iteration);
        Span<byte> input = _mutator.Make(_seeds[random.Below(_seeds.Length)], random);
        if (_target.Seal is not null && random.Below(2) == 0)
            _target.Seal(input);
        return input;
    }

    public void Dispose()
    {
        _watch.Dispose();
        _tracked.Dispose();
        _trace.Dispose();
        _memory.Dispose();
        File.Delete(Path.Combine(_folder, _target.Name + ".current"));
    }

    private string? Read(ReadOnlySpan<byte> input, bool measured, out bool accepted, out TimeSpan took, out long allocated)
    {
        Span<byte> guarded = _memory.Last(input.Length);
        input.CopyTo(guarded);
        string? failure = null;
        accepted = false;
        long before = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
        try
        {
            accepted = _target.Read(guarded);
        }
        catch (Exception e)
        {
            bool isRefusal = _target.Refusals.Any(type => type.IsInstanceOfType(e)) && e.Message.Length > 0;
            failure = isRefusal ? measured ? null : e.ToString() : $"threw {e}";
        }

        took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long most = _target.BytesAtLeast + ((long)_target.BytesPerByte * input.Length);
        if (measured && allocated > most)
            failure ??= $"allocated {allocated} bytes for an input of {input.Length}; at most {most} are allowed";
        // Another process may have had the processor; what is slow is slow again.
        if (measured && failure is null && took > s_budget && Again(input) > s_budget)
            failure = $"took {took.TotalSeconds:F1} s";
        return failure;
    }

    private TimeSpan Again(ReadOnlySpan<byte> input)
    {
        Read(input, measured: false, out _, out TimeSpan took, out _);
        return took;
    }

    private string Keep(string name, ReadOnlySpan<byte> input, string failure)
    {
        string path = Path.Combine(_folder, $"{_target.Name}-{name}.bin");
        File.WriteAllBytes(path, input);
        return $"{_target.Name}: {failure}\nthe input is kept in {path}";
    }

    private void EndIfHanging()
    {
        long current = Volatile.Read(ref _current);
        if (current == _watched && current != 0 && !Debugger.IsAttached)
            Environment.FailFast($"fuzz: {_target.Name} hangs: seed {_seed}, iteration {current - 1}");
        _watched = current;
    }
}
