namespace Corewright.Loader.Flowmeter;

/// <summary>What a cgroup's sockets received and sent.</summary>
internal struct GroupSum
{
    /// <summary>The cgroup's id; 0 for what no socket is known of.</summary>
    public ulong CgroupId;

    /// <summary>What came in.</summary>
    public Traffic Ingress;

    /// <summary>What went out.</summary>
    public Traffic Egress;
}

/// <summary>Cgroups with both directions put together.</summary>
internal sealed class GroupSums
{
    private const int Most = (int)Maps.Groups.MaxEntries;

    private readonly GroupSum[] _sums = new GroupSum[Most];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public ref GroupSum this[int place] => ref _sums[place];

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds one direction.</summary>
    public void Add(in Group group, Traffic traffic)
    {
        int place = 0;
        while (place < Count && _sums[place].CgroupId != group.CgroupId)
            place++;
        if (place == Most || traffic.Packets == 0)
            return;
        if (place == Count)
        {
            _sums[place] = default;
            _sums[place].CgroupId = group.CgroupId;
            Count++;
        }
        if (group.Direction == Direction.Ingress)
            _sums[place].Ingress = traffic;
        else
            _sums[place].Egress = traffic;
    }

    /// <summary>Brings those with the most bytes to the front.</summary>
    /// <param name="most">How many of them.</param>
    public void Sort(int most)
    {
        for (int to = 0; to < Count && to < most; to++)
        {
            int largest = to;
            for (int i = to + 1; i < Count; i++)
                largest = Bytes(i) > Bytes(largest) ? i : largest;
            (_sums[to], _sums[largest]) = (_sums[largest], _sums[to]);
        }
    }

    private ulong Bytes(int place) => _sums[place].Ingress.Bytes + _sums[place].Egress.Bytes;
}
