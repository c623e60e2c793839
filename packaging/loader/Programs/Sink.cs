using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader.Programs;

/// <summary>
/// What a loader does with what its program observes: the part of a loader that is written for one program. The class of program
/// <c>netwatch</c> is <c>Corewright.Loader.Netwatch.NetwatchSink</c> in <c>packaging/loader/Programs/Netwatch</c>. Its members are called
/// from top to bottom; once <see cref="Begin"/> was, nothing may be allocated.
/// </summary>
internal abstract unsafe class Sink
{
    /// <summary>Standard output; flushed by the caller after each batch of samples and each tick.</summary>
    protected Utf8Writer Output = null!;

    /// <summary>Standard error.</summary>
    protected Utf8Writer Log = null!;

    /// <summary>Whether lines of JSON are asked for, not a table.</summary>
    protected bool Json;

    /// <summary>Whether a table's header may be bold.</summary>
    protected bool Styled;

    /// <summary>What the program does, as a sentence: the first line of its help.</summary>
    public abstract ReadOnlySpan<byte> Title { get; }

    /// <summary>Whether the types that were generated from the object are laid out here as they are there.</summary>
    public abstract bool LayoutHolds { get; }

    /// <summary>The help's lines for options of its own, each of them ended; see <see cref="Commands.Help"/> for the columns.</summary>
    public virtual ReadOnlySpan<byte> OptionsHelp => default;

    /// <summary>
    /// Why there is no --pid, --uid, --comm and --container: who gives such an option all the same is told. Empty for a program that asks
    /// the support crate's filter, which has them.
    /// </summary>
    public virtual ReadOnlySpan<byte> WhyNoFilter => default;

    /// <summary>Whether the program asks the support crate's filter.</summary>
    public bool FiltersProcesses => WhyNoFilter.Length == 0;

    /// <summary>How often <see cref="Tick"/> is wanted, in milliseconds; 0 for never. Options may change it.</summary>
    public virtual uint TickMilliseconds => 0;

    /// <summary>
    /// Which capabilities are needed once everything is attached, as a set of bits by their numbers: for example
    /// <see cref="Capabilities.Bpf"/> to read maps.
    /// </summary>
    public virtual ulong KeptCapabilities => 0;

    /// <summary>The name of the ring buffer of events; empty for none.</summary>
    public virtual ReadOnlySpan<byte> EventsMap => "EVENTS"u8;

    /// <summary>Samples that were no event of a known kind and size.</summary>
    public ulong Unknown { get; protected set; }

    /// <summary>What an argument is to this program.</summary>
    /// <param name="option">With its dashes, without a value.</param>
    public virtual OptionKind Kind(ReadOnlySpan<byte> option) => OptionKind.Unknown;

    /// <summary>Takes one of its options.</summary>
    /// <param name="option">As <see cref="Kind"/> knows it.</param>
    /// <param name="value">Zero-terminated, there for as long as the process; null for a switch.</param>
    /// <returns>Whether the value makes sense.</returns>
    public virtual bool Take(ReadOnlySpan<byte> option, byte* value) => false;

    /// <summary>Gives it where to write to; called once, after the options.</summary>
    public void Open(Utf8Writer output, Utf8Writer log, bool json, bool styled)
    {
        Output = output;
        Log = log;
        Json = json;
        Styled = styled;
    }

    /// <summary>Before anything is loaded: sets constants, chooses programs.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <returns>Whether to go on; if not, the session's failure is set.</returns>
    public virtual bool Prepare(scoped ref Session session) => true;

    /// <summary>Before anything is attached: fills maps, keeps their handles.</summary>
    /// <param name="session">A session whose programs are loaded.</param>
    /// <returns>As <see cref="Prepare"/>.</returns>
    public virtual bool Fill(scoped ref Session session) => true;

    /// <summary>Attaches the programs: each to what its section says.</summary>
    /// <param name="session">A session whose programs are loaded.</param>
    /// <returns>As <see cref="Prepare"/>.</returns>
    public virtual bool Attach(scoped ref Session session) => AttachStage.Run(ref session);

    /// <summary>Everything is attached: prints the table's header.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Whether a sample is long enough to be an event; one that is not is to be counted as unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public virtual bool Knows(ReadOnlySpan<byte> sample) => true;

    /// <summary>Takes one sample.</summary>
    /// <param name="sample">As it lies in the ring buffer: 8-byte aligned, of any length and content.</param>
    public virtual void Take(ReadOnlySpan<byte> sample) => Unknown++;

    /// <summary><see cref="TickMilliseconds"/> have passed.</summary>
    public virtual void Tick()
    {
    }

    /// <summary>Told to stop, and every event has been taken: prints a summary.</summary>
    public virtual void Finish()
    {
    }
}
