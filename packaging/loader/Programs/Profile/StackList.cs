using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Profile;

/// <summary>Where threads were, with their call stacks: what the maps hold, read once at the end.</summary>
internal sealed unsafe class StackList
{
    /// <summary>The deepest stack that the kernel keeps.</summary>
    public const int Deepest = 127;

    // The kernel's errno for a thread that has no such stack.
    private const int HasNone = -14;

    // MORE of the types' crate.
    private const int More = 1 << 20;
    private const int Most = (int)Maps.Places.MaxEntries;
    private const int MostFrames = 4 << 20;
    private const int BatchBytes = 256 << 10;

    private readonly ProcessList _processes;
    private readonly LocationTable _locations;
    private MappedMemory _stacks;
    private MappedMemory _frames;
    private MappedMemory _batch;
    private int _frameCount;

    /// <summary>An empty list.</summary>
    public StackList(ProcessList processes, LocationTable locations)
    {
        _processes = processes;
        _locations = locations;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Samples altogether.</summary>
    public ulong Samples { get; private set; }

    /// <summary>Samples of the kernel at work.</summary>
    public ulong KernelSamples { get; private set; }

    /// <summary>Samples with a call stack that found no room.</summary>
    public ulong Cut { get; private set; }

    /// <summary>A stack.</summary>
    public Stack* this[int number] => (Stack*)_stacks.Start + number;

    /// <summary>Takes memory.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Open()
    {
        _stacks = MappedMemory.Allocate(Most * sizeof(Stack));
        _frames = MappedMemory.Allocate(MostFrames * sizeof(int));
        _batch = MappedMemory.Allocate(BatchBytes);
        return !_stacks.IsEmpty && !_frames.IsEmpty && !_batch.IsEmpty;
    }

    /// <summary>The location of a frame, the innermost first.</summary>
    public Location* Frame(int stack, int depth) => _locations[((int*)_frames.Start)[this[stack]->First + depth]];

    /// <summary>Whether a sample hit the kernel: also where its stack found no room, which is another errno.</summary>
    /// <param name="kernelStack">What the kernel answered for its stack.</param>
    internal static bool WasInKernel(int kernelStack) => kernelStack != HasNone;

    /// <summary>Reads the maps.</summary>
    public void Read(in MapHandles maps)
    {
        var walk = maps.Places.Walk(_batch.Bytes);
        while (Count < Most && walk.Next(out Place place, out ulong count))
        {
            Stack* stack = this[Count++];
            *stack = new Stack { Place = place, Count = count, First = _frameCount, Process = _processes.Find(place.Tgid, place.AddressSpace) };
            Add(stack, maps, place.KernelStack, isKernel: true);
            stack->KernelDepth = stack->Depth;
            Add(stack, maps, place.UserStack, isKernel: false);
            Samples += count;
            KernelSamples += WasInKernel(place.KernelStack) ? count : 0;
            if (stack->Process >= 0)
                _processes[stack->Process]->Samples += count;
        }
    }

    private void Add(Stack* stack, in MapHandles maps, int number, bool isKernel)
    {
        if (number == HasNone)
            return;
        Span<ulong> addresses = stackalloc ulong[Deepest];
        addresses.Clear();
        int depth = 0;
        bool isKept = number >= 0 && ((number & More) != 0
            ? maps.MoreStacks.TryGet((uint)(number & ~More), addresses, out depth) : maps.Stacks.TryGet((uint)number, addresses, out depth));
        if (!isKept || _frameCount + depth > MostFrames)
        {
            Cut += stack->Count;
            return;
        }
        for (int i = 0; i < depth; i++)
        {
            // All but the innermost are where calls return to: the call itself is before.
            ulong address = i == 0 ? addresses[i] : addresses[i] - 1;
            int module = Module.Kernel;
            if (!isKernel)
            {
                module = Module.Unknown;
                ulong offset = 0;
                if (stack->Process >= 0)
                    _processes.Locate(stack->Process, address, out module, out offset);
                address = offset;
            }
            ((int*)_frames.Start)[_frameCount++] = _locations.Slot(module, address);
            stack->Depth++;
        }
    }
}

/// <summary>Where a thread was, and how often.</summary>
internal struct Stack
{
    /// <summary>As the program counts it.</summary>
    public Place Place;

    /// <summary>How often.</summary>
    public ulong Count;

    /// <summary>The process's number; -1 for one that is not known.</summary>
    public int Process;

    /// <summary>Where its frames begin.</summary>
    public int First;

    /// <summary>How many of them are the kernel's.</summary>
    public int KernelDepth;

    /// <summary>How many frames it has.</summary>
    public int Depth;
}
