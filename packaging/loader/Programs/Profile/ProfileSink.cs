using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Profile;

/// <summary>Shows what the processors did: functions, call stacks, a flame graph. Everything is counted in the kernel, and read at the end.</summary>
internal sealed unsafe class ProfileSink : Sink
{
    private const int TextBytes = 16 << 20;
    private const int GraphBytes = 64 << 10;
    private const uint DefaultHertz = 99;
    private const uint MostHertz = 10_000;

    private readonly ContainerTable _containers = new();
    private readonly TextPool _texts = new();
    private readonly ProcessList _processes;
    private readonly LocationTable _locations = new();
    private readonly FunctionList _functions;
    private readonly StackList _stacks;
    private readonly CallTree _tree = new();
    private readonly Symbolizer _symbolizer;
    private MapHandles _maps;
    private MappedMemory _order;
    private MappedMemory _values;
    private MappedMemory _graphBytes;
    private Utf8Writer _graph = null!;
    private Failure _failure = null!;
    private byte* _graphPath;
    private uint _hertz = DefaultHertz;
    private bool _folded;

    /// <summary>A sink without options.</summary>
    public ProfileSink()
    {
        _processes = new ProcessList(_texts);
        _functions = new FunctionList(_texts);
        _stacks = new StackList(_processes, _locations);
        _symbolizer = new Symbolizer(_texts, _processes, _locations, _functions);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Samples what the processors do, with call stacks."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --frequency HERTZ   samples a second on each processor, 99 without it
          --folded            folded stacks, as flame graph tools read them, not a table
          --svg FILE          also draw a flame graph

        """u8;

    /// <inheritdoc/>
    public override uint TickMilliseconds => 500;

    /// <inheritdoc/>
    public override ulong KeptCapabilities => Capabilities.Bpf | Capabilities.SystemLog | Capabilities.Trace | Capabilities.ReadSearch;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--frequency"u8) || option.SequenceEqual("--svg"u8) ? OptionKind.Value
        : option.SequenceEqual("--folded"u8) ? OptionKind.Switch : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (option.SequenceEqual("--frequency"u8))
            return WholeNumber.TryReadPositive(value, MostHertz, out _hertz);
        if (option.SequenceEqual("--folded"u8))
            return _folded = true;
        _graphPath = value;
        return *value != 0;
    }

    /// <inheritdoc/>
    public override bool Fill(scoped ref Session session)
    {
        _maps = new MapHandles(session.Object);
        _order = MappedMemory.Allocate(FunctionList.Most * sizeof(ulong));
        if (_maps.Uncounted.Processors > 0)
            _values = MappedMemory.Allocate(_maps.Uncounted.EntryBytes);
        if (_order.IsEmpty || _values.IsEmpty || !_texts.Open(TextBytes) || !_processes.Open() || !_locations.Open() || !_functions.Open()
            || !_stacks.Open() || !_tree.Open() || !_symbolizer.Open())
        {
            session.Failure.Set(ExitCode.System, Errno.NoMemory).Text("no memory: 100 MiB of address space are needed"u8);
            return false;
        }
        return _graphPath == null || OpenGraph(ref session);
    }

    /// <inheritdoc/>
    public override bool Attach(scoped ref Session session)
    {
        // cpu-clock@99
        byte* text = stackalloc byte[32];
        new Utf8Writer(text, 32, Utf8Writer.MemoryOnly).Text("cpu-clock@"u8).Decimal(_hertz).Byte(0);
        return AttachStage.Attach(ref session, 0, ZeroTerminatedText.Read(text));
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        if (Styled && !Json && !_folded)
            Log.Text("profile: sampling; the profile comes at the end (Ctrl-C)\n"u8).Flush();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Knows(ReadOnlySpan<byte> sample)
    {
        if (sample.Length >= ProcessSeen.SizeBytes)
            return true;
        Unknown++;
        return false;
    }

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> sample)
    {
        fixed (byte* start = sample)
        {
            if (sample.Length >= ProcessSeen.SizeBytes)
                _processes.Add(*(ProcessSeen*)start);
            else
                Unknown++;
        }
    }

    /// <inheritdoc/>
    public override void Tick() => _processes.Tick();

    /// <inheritdoc/>
    public override void Finish()
    {
        _stacks.Read(_maps);
        _symbolizer.Run();
        for (int i = 0; i < _stacks.Count; i++)
            Count(i);
        _tree.Sort();
        ulong uncounted = Uncounted();
        if (Json)
            PrintJson(uncounted);
        else if (_folded)
            FoldedStacks.Print(Output, _tree, _functions);
        else
            PrintTable();
        if (!Json && uncounted + _stacks.Cut != 0)
        {
            Log.Text("profile: "u8).Decimal(uncounted).Text(" samples are left out, and "u8).Decimal(_stacks.Cut)
                .Text(" lack a part of their stacks: there were more different ones than there is room for\n"u8).Flush();
        }
        if (_graphPath == null)
            return;
        FlameGraph.Draw(_graph, _tree, _functions, _processes, _hertz);
        _graph.Flush();
        if (_graph.Errno != 0)
            _failure.Set(ExitCode.Output, _graph.Errno).Text("the flame graph can't be written: "u8).Errno(_graph.Errno);
    }

    // While there are the privileges for it, and before an hour's profile is lost to a mistyped path.
    private bool OpenGraph(scoped ref Session session)
    {
        const int CurrentDirectory = -100, WriteOnlyCreateTruncateCloseOnExec = 1 | 0x40 | 0x200 | 0x80000, ForAllToRead = 0x1A4;
        int fd = (int)Syscall.Invoke(
            SyscallNumber.Openat, CurrentDirectory, (nint)_graphPath, WriteOnlyCreateTruncateCloseOnExec, ForAllToRead);
        _graphBytes = MappedMemory.Allocate(GraphBytes);
        _failure = session.Failure;
        if (fd >= 0 && !_graphBytes.IsEmpty)
        {
            _graph = new Utf8Writer(_graphBytes.Start, GraphBytes, fd);
            return true;
        }
        PlainText.Write(session.Failure.Set(ExitCode.Usage, -fd).Text("--svg "u8), ZeroTerminatedText.Read(_graphPath));
        session.Failure.Append().Text(": can't be written: "u8).Errno(fd < 0 ? -fd : Errno.NoMemory);
        return false;
    }

    // A stack becomes a path in the tree, and counts once for each function in it.
    private void Count(int number)
    {
        Stack* stack = _stacks[number];
        int node = _tree.Child(CallTree.Root, _functions.Process(ZeroTerminatedText.Read(stack->Place.Comm, ProcessHeader.CommLength)));
        for (int i = stack->Depth - 1; i >= 0; i--)
        {
            int called = _stacks.Frame(number, i)->Function;
            Function* function = _functions[called];
            node = _tree.Child(node, called);
            if (function->LastStack != number + 1)
                function->Total += stack->Count;
            function->LastStack = number + 1;
            if (i == 0)
                function->Self += stack->Count;
        }
        _tree.Hit(node, stack->Count);
    }

    private void PrintTable()
    {
        Output.Decimal(_stacks.Samples).Text(_stacks.Samples == 1 ? " sample, "u8 : " samples, "u8).Decimal(_hertz)
            .Text(" a second on each processor; "u8);
        Share.Write(Output, _stacks.KernelSamples, _stacks.Samples);
        Output.Text(" in the kernel\n"u8);
        if (_stacks.Samples == 0)
            return;
        var table = new ProfileTable(Output, new Span<ulong>(_order.Start, FunctionList.Most), _stacks.Samples, Styled);
        table.Functions(_functions, _processes);
        table.Processes(_processes, _containers);
    }

    private void PrintJson(ulong uncounted)
    {
        for (int i = 0; i < _stacks.Count; i++)
            ProfileJson.Stack(Output, _stacks, i, _functions, _processes, _containers);
        for (int i = 0; i < _functions.Count; i++)
        {
            if (_functions[i]->Total != 0)
                ProfileJson.Function(Output, _functions, i, _processes);
        }
        JsonWriter json = ProcessMembers.Begin(Output, "summary"u8);
        json.Number("samples"u8, _stacks.Samples);
        json.Number("kernel_samples"u8, _stacks.KernelSamples);
        json.Number("frequency_hz"u8, _hertz);
        json.Number("stacks"u8, (ulong)_stacks.Count);
        json.Number("processes"u8, (ulong)_processes.Count);
        json.Number("uncounted"u8, uncounted);
        json.Number("cut"u8, _stacks.Cut);
        ProcessMembers.End(ref json);
    }

    private ulong Uncounted()
    {
        ulong sum = 0;
        if (_maps.Uncounted.TryGet(0, _values.Bytes, out PerCpuValues<ulong> values))
        {
            for (int i = 0; i < values.Count; i++)
                sum += values[i];
        }
        return sum;
    }
}
