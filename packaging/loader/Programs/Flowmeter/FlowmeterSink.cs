using System;
using System.Buffers.Binary;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Flowmeter;

/// <summary>Prints which flows and containers had how many packets and bytes.</summary>
internal sealed unsafe class FlowmeterSink : Sink
{
    private const uint MostSeconds = 3600;

    private readonly FlowCounts _counts = new();
    private readonly InterfaceNames _interfaces = new();
    private readonly ContainerTable _containers = new();
    private MeterTable? _table;
    private MeterJson? _json;
    private byte* _container;
    private int _top = 10;
    private uint _intervalSeconds = 5;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Prints which flows and containers have how many packets and bytes."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> WhyNoFilter =>
        "the kernel handles packets when it likes, in whatever process it is; choose by --interface or --container"u8;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> EventsMap => default;

    /// <inheritdoc/>
    public override ulong KeptCapabilities => Capabilities.Bpf;

    /// <inheritdoc/>
    public override uint TickMilliseconds => _intervalSeconds * 1000;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --interface IF      packets that come in and go out here; may be repeated
          --container ID      only packets of this container's sockets, by the start of
                              its id or by its name
          --top N             the N flows and containers with the most bytes, 1 to 100;
                              10 without it
          --interval SECONDS  how often they are printed, 5 without it

        """u8;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--interface"u8) || option.SequenceEqual("--container"u8) || option.SequenceEqual("--top"u8)
            || option.SequenceEqual("--interval"u8) ? OptionKind.Value : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (option.SequenceEqual("--interface"u8))
            return _interfaces.Add(value);
        if (option.SequenceEqual("--top"u8))
        {
            bool good = WholeNumber.TryReadPositive(value, TopFlows.Most, out uint top);
            _counts.Top.Limit(_top = (int)top);
            return good;
        }
        if (option.SequenceEqual("--interval"u8))
            return WholeNumber.TryReadPositive(value, MostSeconds, out _intervalSeconds);
        _container = value;
        return *value != 0;
    }

    /// <inheritdoc/>
    public override bool Prepare(scoped ref Session session)
    {
        if (_interfaces.Count == 0)
        {
            session.Failure.Set(ExitCode.Usage).Text("it is not said where: --interface IF; see flowmeter --help"u8);
            return false;
        }
        if (Json)
            _json = new MeterJson(_counts, _interfaces, _containers, Output);
        else
            _table = new MeterTable(_counts, _interfaces, _containers, Output, Styled);
        return _container == null || Want(ref session);
    }

    /// <inheritdoc/>
    public override bool Fill(scoped ref Session session)
    {
        if (_counts.Open(new MapHandles(session.Object)))
            return true;
        session.Failure.Set(ExitCode.System, Errno.NoMemory).Text("there is no memory for what is counted: "u8).Errno(Errno.NoMemory);
        return false;
    }

    /// <inheritdoc/>
    public override bool Attach(scoped ref Session session)
    {
        for (int i = 0; i < _interfaces.Count; i++)
        {
            for (int program = 0; program < session.Object.Programs.Length; program++)
            {
                if (!AttachStage.Attach(ref session, program, _interfaces.Name(i)))
                    return false;
            }
        }
        _interfaces.Number();
        return true;
    }

    /// <inheritdoc/>
    public override void Tick() => Print(atEnd: false);

    /// <inheritdoc/>
    public override void Finish()
    {
        Print(atEnd: true);
        _counts.Dispose();
    }

    private void Print(bool atEnd)
    {
        _counts.Read(sinceStart: atEnd);
        _counts.Groups.Sort(_top);
        _json?.Print(atEnd, _top);
        _table?.Print(atEnd, _top);
    }

    private bool Want(scoped ref Session session)
    {
        var search = ContainerSearch.Run(_container);
        if (search.Count == 1 && search.Result == 0)
            return Set(ref session, "WANTED.cgroup_id"u8, (nuint)search.Cgroup) && Set(ref session, "WANTED.mask"u8, sizeof(nuint) == 8 ? ulong.MaxValue : uint.MaxValue);
        PlainText.Write(session.Failure.Set(ExitCode.Usage, -search.Result).Text("--container "u8), ZeroTerminatedText.Read(_container));
        session.Failure.Append().Text(search.Count == 0
            ? ": no running container has this name, or an id that starts so (at least 4 characters)"u8
            : search.Count > 1 ? ": several running containers' ids start so; give more of it"u8 : ": its cgroup can't be read"u8);
        return false;
    }

    private static bool Set(scoped ref Session session, ReadOnlySpan<byte> path, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Fault fault = GlobalVariables.Set(ref session.Object, ref session.Arena, path, bytes);
        if (fault.Failed)
            session.Failure.Set(ExitCode.DamagedObject).Text("the object has no filter of containers; install the loader again"u8);
        return !fault.Failed;
    }
}
