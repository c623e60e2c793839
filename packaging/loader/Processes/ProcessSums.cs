namespace Corewright.Loader.Processes;

/// <summary>
/// What the events of each process come to. Allocates only at the start; when it is full, the processes that come then share what is
/// shown as one without a name.
/// </summary>
/// <typeparam name="TSums">What is summed up.</typeparam>
internal sealed unsafe class ProcessSums<TSums>
    where TSums : unmanaged
{
    private const int Capacity = 1024;
    private const int Slots = 2 * Capacity;

    // The first one is for events that no process had, and for processes beyond the capacity.
    private readonly Entry[] _entries = new Entry[Capacity];

    // Numbers of entries, by tgid; 0 is none.
    private readonly ushort[] _slots = new ushort[Slots];

    /// <summary>How many processes there are, with that of no process.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The sums of one; after <see cref="Sort"/>, none can be found any more.</summary>
    public ref Entry this[int index] => ref _entries[index];

    /// <summary>The sums of a process. One that has a number again that was another's is told apart by its start.</summary>
    public ref Entry Find(ProcessHeader* process)
    {
        if (process->Tgid == 0)
            return ref _entries[0];
        // At most half of the slots are taken.
        int slot = (int)(process->Tgid * 0x9E37_79B1 >> 21);
        for (; _slots[slot] != 0; slot = (slot + 1) % Slots)
        {
            ref Entry known = ref _entries[_slots[slot]];
            if (known.Process.Tgid == process->Tgid && known.Process.StartTime == process->StartTime)
                return ref known;
        }
        if (Count == Capacity)
            return ref _entries[0];
        _slots[slot] = (ushort)Count;
        _entries[Count].Process = *process;
        return ref _entries[Count++];
    }

    /// <summary>Puts those with the highest <see cref="Entry.Rank"/> first.</summary>
    public void Sort()
    {
        for (int i = 1; i < Count; i++)
        {
            Entry moving = _entries[i];
            int at = i;
            for (; at > 0 && _entries[at - 1].Rank < moving.Rank; at--)
                _entries[at] = _entries[at - 1];
            _entries[at] = moving;
        }
    }

    /// <summary>A process and its sums.</summary>
    internal struct Entry
    {
        /// <summary>The process, as it was with its first event; all zeroes for those of no process, and those beyond the capacity.</summary>
        public ProcessHeader Process;

        /// <summary>What they are put in order by.</summary>
        public ulong Rank;

        /// <summary>How many events there are.</summary>
        public ulong Events;

        /// <summary>What they come to.</summary>
        public TSums Sums;
    }
}
