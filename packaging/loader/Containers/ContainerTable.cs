using System;
using System.Runtime.InteropServices;
using Corewright.Loader.Output;

namespace Corewright.Loader.Containers;

/// <summary>
/// Knows which container a cgroup belongs to. Asked for one that it doesn't know, it looks at all that there are, so that it knows
/// others before they are gone; one that is gone already, or isn't a container's, is remembered as such. Allocates only at the start.
/// </summary>
internal sealed unsafe class ContainerTable
{
    private const int Slots = 1024;
    private const int MostEntries = Slots * 3 / 4;

    // A walk leaves room for the cgroups of no container that are asked for: else each of them would need a walk each time.
    private const int MostByWalk = Slots / 2;

    // A new walk for each unknown cgroup is a matter of milliseconds; the table forgets everything when it is full.
    private readonly Entry[] _entries = new Entry[Slots];
    private readonly byte[]? _top;
    private int _count;

    /// <summary>A table of the machine's own cgroups.</summary>
    public ContainerTable()
    {
    }

    /// <summary>A table of those below a folder.</summary>
    internal ContainerTable(byte[] top) => _top = top;

    /// <summary>How often it has looked at all cgroups that there are.</summary>
    internal int Walks { get; private set; }

    /// <summary>Writes a member <c>container</c> with <c>id</c> and <c>runtime</c>; nothing for a process in no container.</summary>
    /// <param name="json">Inside an object.</param>
    /// <param name="cgroup">The cgroup's id.</param>
    public void WriteMember(ref JsonWriter json, ulong cgroup)
    {
        ref Entry entry = ref Find(cgroup);
        if (entry.Runtime == ContainerRuntime.None)
            return;
        json.BeginObject("container"u8);
        fixed (byte* id = entry.Id)
            json.String("id"u8, new ReadOnlySpan<byte>(id, entry.Length));
        json.String("runtime"u8, ContainerRuntimeText.Of(entry.Runtime));
        json.EndObject();
    }

    /// <summary>Writes a column: the first 12 characters of the id as container tools show them, or a dash.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="cgroup">The cgroup's id.</param>
    /// <param name="width">At least 13.</param>
    public void WriteColumn(Utf8Writer output, ulong cgroup, int width)
    {
        ref Entry entry = ref Find(cgroup);
        if (entry.Runtime == ContainerRuntime.None)
        {
            PlainText.Write(output, "-"u8, width);
            return;
        }
        fixed (byte* id = entry.Id)
            PlainText.Write(output, new ReadOnlySpan<byte>(id, Math.Min(entry.Length, width - 1)), width);
    }

    /// <summary>The runtime of the container that a cgroup belongs to.</summary>
    /// <param name="cgroup">The cgroup's id.</param>
    public ContainerRuntime Runtime(ulong cgroup) => Find(cgroup).Runtime;

    /// <summary>The id of the container that a cgroup belongs to; empty for none. It stands until another cgroup is asked about.</summary>
    /// <param name="cgroup">The cgroup's id.</param>
    public ReadOnlySpan<byte> Id(ulong cgroup)
    {
        ref Entry entry = ref Find(cgroup);
        return MemoryMarshal.CreateReadOnlySpan(ref entry.Id[0], entry.Length);
    }

    private ref Entry Find(ulong cgroup)
    {
        // What user space sees of the id on a 32-bit kernel.
        ulong inode = (nuint)cgroup;
        ref Entry entry = ref Slot(inode);
        if (entry.Inode == inode)
            return ref entry;
        if (_count >= MostEntries)
            Forget();
        var all = new Filling(this, inode);
        if (_top is null)
            CgroupWalk.Run(ref all);
        else
            CgroupWalk.Run(ref all, _top);
        Walks++;
        entry = ref Slot(inode);
        if (entry.Inode != inode)
        {
            entry.Inode = inode;
            entry.Runtime = ContainerRuntime.None;
            _count++;
        }
        return ref entry;
    }

    // Its slot, or a free one. There always are free ones.
    private ref Entry Slot(ulong inode)
    {
        int index = (int)((uint)(inode * 0x9E37_79B9) % Slots);
        while (_entries[index].Inode != 0 && _entries[index].Inode != inode)
            index = (index + 1) % Slots;
        return ref _entries[index];
    }

    private void Forget()
    {
        for (int i = 0; i < Slots; i++)
            _entries[i] = default;
        _count = 0;
    }

    private void Put(ulong inode, ContainerRuntime runtime, ReadOnlySpan<byte> container)
    {
        ref Entry entry = ref Slot(inode);
        if (entry.Inode == 0)
            _count++;
        entry.Inode = inode;
        entry.Runtime = runtime;
        entry.Length = (byte)Math.Min(container.Length, ContainerName.MaxBytes);
        fixed (byte* id = entry.Id)
            container[..entry.Length].CopyTo(new Span<byte>(id, ContainerName.MaxBytes));
    }

    private readonly struct Filling(ContainerTable table, ulong wanted) : ICgroupVisitor
    {
        public void Visit(
            ReadOnlySpan<byte> path, ulong inode, ContainerRuntime runtime, ReadOnlySpan<byte> container, bool isOutermost)
        {
            // All others are known by not being there.
            if (runtime != ContainerRuntime.None && (table._count < MostByWalk || inode == wanted))
                table.Put(inode, runtime, container);
        }
    }

    private struct Entry
    {
        public ulong Inode;
        public ContainerRuntime Runtime;
        public byte Length;
        public fixed byte Id[ContainerName.MaxBytes];
    }
}
