namespace Corewright.Loader.Dnslat;

/// <summary>
/// The sums of each process. Allocates only at the start; when it is full, the processes that come then share what is shown as one
/// without a name.
/// </summary>
internal sealed unsafe class TotalsTable
{
    private const int Capacity = 1024;

    // The first one is for processes beyond the capacity.
    private readonly LookupTotals[] _totals = new LookupTotals[Capacity];
    private int _count = 1;

    /// <summary>How many processes there are, with the one without a name.</summary>
    public int Count => _count;

    /// <summary>Adds a look-up.</summary>
    /// <param name="lookup">The look-up.</param>
    /// <param name="microseconds">How long it took.</param>
    public void Add(LookupEvent* lookup, ulong microseconds)
    {
        ref LookupTotals totals = ref _totals[Find(lookup->Process)];
        totals.Lookups++;
        if (lookup->Result != 0)
            totals.Failed++;
        totals.Sum += microseconds;
        if (microseconds > totals.Slowest)
            totals.Slowest = microseconds;
    }

    /// <summary>Puts those first whose look-ups took the longest in all.</summary>
    public void Sort()
    {
        for (int i = 1; i < _count; i++)
        {
            LookupTotals moving = _totals[i];
            int at = i;
            while (at > 0 && _totals[at - 1].Sum < moving.Sum)
            {
                _totals[at] = _totals[at - 1];
                at--;
            }
            _totals[at] = moving;
        }
    }

    /// <summary>The sums of one; after <see cref="Sort"/>, nothing can be added.</summary>
    public ref readonly LookupTotals this[int index] => ref _totals[index];

    private int Find(in ProcessHeader process)
    {
        // The latest ones first: it is often one of them.
        for (int i = _count - 1; i > 0; i--)
        {
            if (_totals[i].Process.Tgid == process.Tgid && _totals[i].Process.StartTime == process.StartTime)
                return i;
        }
        if (_count == Capacity)
            return 0;
        _totals[_count].Process = process;
        return _count++;
    }
}
