using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Loader.Loading;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;

namespace Corewright.Loader.Netguard;

/// <summary>The rules on their way into the kernel, and how often each decided.</summary>
internal sealed unsafe class GuardRules
{
    private const uint PortBits = 32;

    private readonly GuardRule[] _rules = new GuardRule[Constants.MostRules];
    private MapHandles _maps;
    private MappedMemory _counts;

    /// <summary>How many rules there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether what no rule is for is refused.</summary>
    public bool DeniesOthers { get; set; }

    /// <summary>Whether what is allowed is reported, too.</summary>
    public bool ReportsAll { get; set; }

    /// <summary>Takes a rule of the command line.</summary>
    /// <param name="verdict">What becomes of attempts.</param>
    /// <param name="text">The network, and a port or not; zero-terminated.</param>
    /// <returns>Whether it is one, and there is room for it.</returns>
    public bool Add(Verdict verdict, byte* text)
    {
        if (Count == Constants.MostRules || !GuardRule.TryParse(text, verdict, out GuardRule rule))
            return false;
        _rules[Count++] = rule;
        return true;
    }

    /// <summary>A rule.</summary>
    /// <param name="number">From 1.</param>
    public ref readonly GuardRule this[uint number] => ref _rules[number - 1];

    /// <summary>Sets the object's constants.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <returns>Whether to go on; if not, the session's failure is set.</returns>
    public bool Prepare(scoped ref Session session) =>
        (!DeniesOthers || Loading.Constants.Set(ref session, "NETGUARD_SETTINGS.denies_others"u8, 1))
        && (!ReportsAll || Loading.Constants.Set(ref session, "NETGUARD_SETTINGS.reports_all"u8, 1));

    /// <summary>Writes the rules into their maps.</summary>
    /// <param name="session">A session whose programs are loaded.</param>
    /// <returns>As <see cref="Prepare"/>.</returns>
    public bool Fill(scoped ref Session session)
    {
        _maps = new MapHandles(session.Object);
        _counts = MappedMemory.Allocate(Math.Max(_maps.Attempts.EntryBytes, 1));
        int result = _counts.IsEmpty ? -Errno.NoMemory : 0;
        for (uint number = 1; number <= Count && result >= 0; number++)
            result = Write(number);
        if (result < 0)
            session.Failure.Set(ExitCode.System, -result).Text("the rules can't be written into their maps: "u8).Errno(-result);
        return result >= 0;
    }

    /// <summary>How often a rule decided.</summary>
    /// <param name="number">The rule's number; 0 for none.</param>
    public ulong Attempts(uint number)
    {
        ulong sum = 0;
        if (_counts.IsEmpty || !_maps.Attempts.TryGet(number, _counts.Bytes, out PerCpuValues<ulong> counts))
            return 0;
        for (int i = 0; i < counts.Count; i++)
            sum += counts[i];
        return sum;
    }

    private int Write(uint number)
    {
        ref GuardRule given = ref _rules[number - 1];
        Span<byte> address = stackalloc byte[AddressReader.Ipv6Bytes];
        bool isIpv4 = GuardRule.IsForIpv4(given, address, out uint bits);
        var rule = new Rule { Verdict = given.Verdict, AddressBits = bits, Number = number };
        if (isIpv4)
        {
            PrefixNetguardTypesDestination4 key = default;
            key.Length = PortBits + bits;
            BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(key.Bits.Port, sizeof(uint)), given.Port);
            address[..AddressReader.Ipv4Bytes].CopyTo(new Span<byte>(key.Bits.Address, AddressReader.Ipv4Bytes));
            return _maps.Rules4.Set(key, rule);
        }
        PrefixNetguardTypesDestination6 wide = default;
        wide.Length = PortBits + bits;
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(wide.Bits.Port, sizeof(uint)), given.Port);
        address.CopyTo(new Span<byte>(wide.Bits.Address, AddressReader.Ipv6Bytes));
        return _maps.Rules6.Set(wide, rule);
    }
}
