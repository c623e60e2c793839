using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>What is to be attached where, and what an attacher needs for it.</summary>
public ref struct AttachRequest
{
    /// <summary>The object that the program is from.</summary>
    public ObjectFile Object;

    /// <summary>The program's number in the object.</summary>
    public int Index;

    /// <summary>Where to attach: what the section's name says, or what was given instead.</summary>
    public ReadOnlySpan<byte> Target;

    /// <summary>The only process to watch, or -1 for all; probes of user-space code and perf events heed it.</summary>
    public int ProcessId;

    /// <summary>A number that the program can ask for, where the kernel has cookies; 0 for none.</summary>
    public ulong Cookie;

    /// <summary>Whether to leave BPF links alone, and attach as was done before them.</summary>
    public bool WithoutLinks;

    /// <summary>Keeps what outlives the call.</summary>
    public ref Arena Arena;

    /// <summary>Receives the links.</summary>
    public ref LinkTable Links;

    private readonly Span<byte> _detail;

    /// <summary>Sets up a request.</summary>
    /// <param name="arena">Keeps what outlives the call.</param>
    /// <param name="links">Receives the links.</param>
    /// <param name="detail">Room for <see cref="Detail"/>.</param>
    public AttachRequest(ref Arena arena, ref LinkTable links, Span<byte> detail)
    {
        Arena = ref arena;
        Links = ref links;
        ProcessId = -1;
        _detail = detail;
    }

    /// <summary>The program.</summary>
    public readonly ref ProgramSpec Program => ref Object.Programs[Index];

    /// <summary>The program's name.</summary>
    public readonly ReadOnlySpan<byte> ProgramName => Object.Name(Object.Programs[Index]);

    /// <summary>How much of the room for it <see cref="Detail"/> takes.</summary>
    public int DetailLength { get; private set; }

    /// <summary>What else there is to say about a failure, in UTF-8: the symbol that wasn't found, what the kernel answered.</summary>
    public readonly ReadOnlySpan<byte> Detail => _detail[..DetailLength];

    /// <summary>Adds to <see cref="Detail"/>, as far as there is room.</summary>
    public void Say(scoped ReadOnlySpan<byte> text)
    {
        int taken = Math.Min(text.Length, _detail.Length - DetailLength);
        text[..taken].CopyTo(_detail[DetailLength..]);
        DetailLength += taken;
    }

    /// <summary>Keeps a link that was made.</summary>
    public Fault Keep(Link link)
    {
        link.Program = Index;
        return Links.Add(ref Arena, link);
    }

    /// <summary>The fault of a kernel that lacks a feature.</summary>
    /// <param name="feature">What it lacks.</param>
    /// <param name="result">What it answered: a negated errno.</param>
    public static Fault Missing(KernelFeature feature, int result = 0) => new(FaultCode.FeatureMissing, (int)feature, -result, FaultStage.Attach);

    /// <summary>The fault of a kernel that refuses.</summary>
    /// <param name="result">What it answered: a negated errno.</param>
    public static Fault Refused(int result) => new(FaultCode.AttachRefused, 0, -result, FaultStage.Attach);
}
