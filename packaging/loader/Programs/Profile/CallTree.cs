using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Profile;

/// <summary>All call stacks as a tree of who called whom, the processes' names at its root: what a flame graph draws.</summary>
internal sealed unsafe class CallTree
{
    /// <summary>The root, which all samples are below.</summary>
    public const int Root = 0;

    /// <summary>No node.</summary>
    public const int None = -1;

    private const int Most = 1 << 18;

    private MappedMemory _nodes;

    /// <summary>How many nodes there are.</summary>
    public int Count { get; private set; }

    /// <summary>A node.</summary>
    public CallNode* this[int number] => (CallNode*)_nodes.Start + number;

    /// <summary>Takes memory.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Open()
    {
        _nodes = MappedMemory.Allocate(Most * sizeof(CallNode));
        if (_nodes.IsEmpty)
            return false;
        Add(None, 0);
        return true;
    }

    /// <summary>The node of a function that another one called. Where no room is left, the caller's.</summary>
    public int Child(int parent, int function)
    {
        for (int node = this[parent]->FirstChild; node != None; node = this[node]->NextSibling)
        {
            if (this[node]->Function == function)
                return node;
        }
        if (Count == Most)
            return parent;
        int added = Add(parent, function);
        this[added]->NextSibling = this[parent]->FirstChild;
        this[parent]->FirstChild = added;
        return added;
    }

    /// <summary>Counts samples of a node, and so of all above it.</summary>
    public void Hit(int node, ulong count)
    {
        this[node]->Self += count;
        for (; node != None; node = this[node]->Parent)
            this[node]->Total += count;
    }

    /// <summary>Puts the children of each node in order, those with most samples first.</summary>
    public void Sort()
    {
        for (int node = 0; node < Count; node++)
        {
            int sorted = None;
            for (int child = this[node]->FirstChild; child != None;)
            {
                int next = this[child]->NextSibling;
                Insert(ref sorted, child);
                child = next;
            }
            this[node]->FirstChild = sorted;
        }
    }

    /// <summary>The node after another one, callers before what they called; <see cref="None"/> after the last.</summary>
    public int Next(int node)
    {
        if (this[node]->FirstChild != None)
            return this[node]->FirstChild;
        while (node != Root && this[node]->NextSibling == None)
            node = this[node]->Parent;
        return node == Root ? None : this[node]->NextSibling;
    }

    private void Insert(ref int first, int node)
    {
        int before = None, after = first;
        while (after != None && IsBefore(after, node))
        {
            before = after;
            after = this[after]->NextSibling;
        }
        this[node]->NextSibling = after;
        if (before == None)
            first = node;
        else
            this[before]->NextSibling = node;
    }

    private bool IsBefore(int one, int other) =>
        this[one]->Total > this[other]->Total || (this[one]->Total == this[other]->Total && this[one]->Function < this[other]->Function);

    private int Add(int parent, int function)
    {
        *this[Count] = new CallNode
        {
            Parent = parent,
            Function = function,
            FirstChild = None,
            NextSibling = None,
            Depth = parent == None ? 0 : this[parent]->Depth + 1,
        };
        return Count++;
    }
}

/// <summary>A function, called in one way.</summary>
internal struct CallNode
{
    /// <summary>What called it.</summary>
    public int Parent;

    /// <summary>The function's number; the root has none.</summary>
    public int Function;

    /// <summary>The first of what it called.</summary>
    public int FirstChild;

    /// <summary>The next one that its caller called.</summary>
    public int NextSibling;

    /// <summary>How many are above it.</summary>
    public int Depth;

    /// <summary>Samples that hit itself.</summary>
    public ulong Self;

    /// <summary>Samples that hit it or what it called.</summary>
    public ulong Total;

    /// <summary>How many samples are drawn to the left of it.</summary>
    public ulong Left;
}
