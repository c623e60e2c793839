using System;
using Corewright.Bpf.Maps;
using Corewright.Loader.Networks;

namespace Corewright.Loader.Xdpwall;

/// <summary>What became of the wish to have a rule.</summary>
internal enum RuleChange
{
    /// <summary>It is there already.</summary>
    None,

    /// <summary>It is there now.</summary>
    Added,

    /// <summary>There is no room for it.</summary>
    Full,

    /// <summary>The kernel refuses it; see <see cref="RuleTable.Errno"/>.</summary>
    Refused,
}

/// <summary>A rule.</summary>
internal struct RuleEntry
{
    /// <summary>Whose packets it is about.</summary>
    public AddressPrefix Prefix;

    /// <summary>What it does to them.</summary>
    public Verdict Verdict;

    /// <summary>Whether it is one; else the rest means nothing.</summary>
    public bool IsUsed;

    /// <summary>Whether it comes from a file, and goes when the file no longer has it.</summary>
    public bool IsFromFile;

    /// <summary>Whether the file still has it.</summary>
    public bool IsWanted;

    /// <summary>How many packets it had when they were last printed.</summary>
    public ulong PrintedPackets;
}

/// <summary>The rules: here, and, once there are maps, in the kernel. A rule's place here is where the kernel counts its packets.</summary>
internal sealed unsafe class RuleTable
{
    private const int Most = (int)Maps.RuleCounts.MaxEntries;

    private readonly RuleEntry[] _entries = new RuleEntry[Most];
    private MapHandles _maps;
    private byte[] _counts = new byte[1];
    private bool _isOpen;

    /// <summary>Places that were ever used; those from here on never were.</summary>
    public int End { get; private set; }

    /// <summary>How many rules there are.</summary>
    public uint Count { get; private set; }

    /// <summary>Why the kernel refused the last one that it refused.</summary>
    public int Errno { get; private set; }

    /// <summary>A place, used or not.</summary>
    public ref RuleEntry this[int place] => ref _entries[place];

    /// <summary>From now on the kernel has the rules, too: those that are there already, and all changes.</summary>
    /// <param name="maps">The maps.</param>
    /// <returns>Whether the kernel takes them.</returns>
    public bool Open(in MapHandles maps)
    {
        _maps = maps;
        int bytes = maps.RuleCounts.EntryBytes;
        Errno = bytes > 0 ? 0 : Bpf.Kernel.Errno.Invalid;
        if (bytes > 0)
            _counts = new byte[bytes];
        _isOpen = true;
        for (int i = 0; i < End && Errno == 0; i++)
            Errno = -Write(i);
        return Errno == 0;
    }

    /// <summary>Where a prefix's rule is, or -1.</summary>
    public int Find(in AddressPrefix prefix)
    {
        for (int i = 0; i < End; i++)
        {
            if (_entries[i].IsUsed && AddressPrefix.AreEqual(_entries[i].Prefix, prefix))
                return i;
        }
        return -1;
    }

    /// <summary>Adds a rule for a prefix that has none.</summary>
    /// <param name="prefix">Whose packets.</param>
    /// <param name="verdict">What is done to them.</param>
    /// <param name="isFromFile">Whether it comes from a file.</param>
    public RuleChange Add(in AddressPrefix prefix, Verdict verdict, bool isFromFile)
    {
        int place = 0;
        while (place < End && _entries[place].IsUsed)
            place++;
        if (place == Most)
            return RuleChange.Full;
        ref RuleEntry entry = ref _entries[place];
        entry = default;
        entry.Prefix = prefix;
        entry.Verdict = verdict;
        entry.IsFromFile = isFromFile;
        entry.IsWanted = true;
        int result = _isOpen ? Write(place) : 0;
        if (result < 0)
        {
            Errno = -result;
            return RuleChange.Refused;
        }
        entry.IsUsed = true;
        End = Math.Max(End, place + 1);
        Count++;
        return RuleChange.Added;
    }

    /// <summary>Gives a rule another verdict; there is no moment without one. Its counts begin anew.</summary>
    public RuleChange Change(int place, Verdict verdict)
    {
        ref RuleEntry entry = ref _entries[place];
        Verdict before = entry.Verdict;
        entry.Verdict = verdict;
        entry.PrintedPackets = 0;
        int result = _isOpen ? Write(place) : 0;
        if (result >= 0)
            return RuleChange.Added;
        entry.Verdict = before;
        Errno = -result;
        return RuleChange.Refused;
    }

    /// <summary>Removes a rule.</summary>
    public void Remove(int place)
    {
        ref RuleEntry entry = ref _entries[place];
        if (_isOpen && entry.Prefix.IsIpv6)
            _maps.Ipv6Rules.Remove(Ipv6Key(entry.Prefix));
        else if (_isOpen)
            _maps.Ipv4Rules.Remove(Ipv4Key(entry.Prefix));
        entry.IsUsed = false;
        Count--;
    }

    /// <summary>Reads how many packets a rule has had.</summary>
    public Count Packets(int place)
    {
        _maps.RuleCounts.TryGet((uint)place, _counts, out PerCpuValues<Count> values);
        return Sum(values);
    }

    /// <summary>Reads how many packets there were of an outcome.</summary>
    public Count Packets(Outcome outcome)
    {
        _maps.OutcomeCounts.TryGet((uint)outcome, _counts, out PerCpuValues<Count> values);
        return Sum(values);
    }

    private static Count Sum(PerCpuValues<Count> values)
    {
        Count sum = default;
        for (int i = 0; i < values.Count; i++)
        {
            Count one = values[i];
            sum.Packets += one.Packets;
            sum.Bytes += one.Bytes;
        }
        return sum;
    }

    // What was counted there before was another rule's.
    private int Write(int place)
    {
        ref RuleEntry entry = ref _entries[place];
        new Span<byte>(_counts).Clear();
        int result = _maps.RuleCounts.Set((uint)place, new PerCpuValues<Count>(_counts));
        if (result < 0)
            return result;
        var rule = new Rule { Number = (uint)place, Verdict = entry.Verdict };
        return entry.Prefix.IsIpv6 ? _maps.Ipv6Rules.Set(Ipv6Key(entry.Prefix), rule) : _maps.Ipv4Rules.Set(Ipv4Key(entry.Prefix), rule);
    }

    private static PrefixU84 Ipv4Key(in AddressPrefix prefix)
    {
        PrefixU84 key = default;
        key.Length = prefix.Length;
        AddressPrefix.CopyBits(prefix, new Span<byte>(key.Bits, PrefixU84.BitsLength));
        return key;
    }

    private static PrefixU816 Ipv6Key(in AddressPrefix prefix)
    {
        PrefixU816 key = default;
        key.Length = prefix.Length;
        AddressPrefix.CopyBits(prefix, new Span<byte>(key.Bits, PrefixU816.BitsLength));
        return key;
    }
}
