using System;

namespace Corewright.Loader.Flowmeter;

/// <summary>A flow that is to be printed.</summary>
internal struct CountedFlow
{
    /// <summary>Which one.</summary>
    public Flow Flow;

    /// <summary>What it is ordered by: what came since the last time, or all.</summary>
    public Traffic Part;

    /// <summary>What came since it is known.</summary>
    public Traffic Total;
}

/// <summary>The flows with the most bytes, of all that it is shown; the most first.</summary>
internal sealed class TopFlows
{
    /// <summary>As many as can be asked for.</summary>
    public const int Most = 100;

    private readonly CountedFlow[] _flows = new CountedFlow[Most];
    private int _limit = 10;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public ref CountedFlow this[int place] => ref _flows[place];

    /// <summary>Asks for another number of them.</summary>
    /// <param name="limit">At most <see cref="Most"/>.</param>
    public void Limit(int limit) => _limit = limit;

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Shows it a flow; one without packets is none.</summary>
    public void Offer(in CountedFlow flow)
    {
        if (flow.Part.Packets == 0)
            return;
        int place = Count;
        while (place > 0 && _flows[place - 1].Part.Bytes < flow.Part.Bytes)
            place--;
        if (place >= _limit)
            return;
        Count = Math.Min(Count + 1, _limit);
        for (int i = Count - 1; i > place; i--)
            _flows[i] = _flows[i - 1];
        _flows[place] = flow;
    }
}
