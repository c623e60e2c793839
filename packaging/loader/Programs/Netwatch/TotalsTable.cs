namespace Corewright.Loader.Netwatch;

/// <summary>
/// The sums of each process. Allocates only at the start; when it is full, the processes that come then share what is shown as one
/// without a name.
/// </summary>
internal sealed unsafe class TotalsTable
{
    private const int Capacity = 1024;

    // The first one is for connections that no process had, and for processes beyond the capacity.
    private readonly ProcessTotals[] _totals = new ProcessTotals[Capacity];
    private int _count = 1;

    /// <summary>How many processes there are, with that of no process.</summary>
    public int Count => _count;

    /// <summary>Adds a connection that ended.</summary>
    public void Add(ConnectionEvent* connection)
    {
        ref ProcessTotals totals = ref _totals[Find(connection->Process)];
        if (connection->Established != 0)
            totals.Connections++;
        else
            totals.Failed++;
        totals.Sent += connection->Sent;
        totals.Received += connection->Received;
    }

    /// <summary>Puts those with the most bytes first.</summary>
    public void Sort()
    {
        for (int i = 1; i < _count; i++)
        {
            ProcessTotals moving = _totals[i];
            int at = i;
            while (at > 0 && Bytes(_totals[at - 1]) < Bytes(moving))
            {
                _totals[at] = _totals[at - 1];
                at--;
            }
            _totals[at] = moving;
        }
    }

    /// <summary>The sums of one; after <see cref="Sort"/>, nothing can be added.</summary>
    public ref readonly ProcessTotals this[int index] => ref _totals[index];

    private static ulong Bytes(in ProcessTotals totals) => totals.Sent + totals.Received;

    private int Find(in ProcessHeader process)
    {
        if (process.Tgid == 0)
            return 0;
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
