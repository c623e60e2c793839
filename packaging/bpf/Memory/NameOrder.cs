using System;

namespace Corewright.Bpf.Memory;

/// <summary>Sorts pointers to zero-terminated names by the names.</summary>
internal static unsafe class NameOrder
{
    /// <summary>Sorts, and keeps one pointer of each name.</summary>
    /// <param name="names">The pointers; what stays moves to the front.</param>
    /// <returns>How many stay.</returns>
    public static int SortDistinct(Span<ulong> names)
    {
        // Heapsort, as in Sorting: kernels have 60000 functions.
        for (int i = (names.Length / 2) - 1; i >= 0; i--)
            Sink(names, i);
        for (int end = names.Length - 1; end > 0; end--)
        {
            (names[0], names[end]) = (names[end], names[0]);
            Sink(names[..end], 0);
        }
        int kept = 0;
        foreach (ulong name in names)
        {
            if (kept == 0 || Compare(names[kept - 1], name) != 0)
                names[kept++] = name;
        }
        return kept;
    }

    private static void Sink(Span<ulong> heap, int parent)
    {
        while (true)
        {
            int child = (2 * parent) + 1;
            if (child >= heap.Length)
                return;
            if (child + 1 < heap.Length && Compare(heap[child + 1], heap[child]) > 0)
                child++;
            if (Compare(heap[parent], heap[child]) >= 0)
                return;
            (heap[parent], heap[child]) = (heap[child], heap[parent]);
            parent = child;
        }
    }

    private static int Compare(ulong left, ulong right)
    {
        byte* a = (byte*)left;
        byte* b = (byte*)right;
        while (*a == *b && *a != 0)
        {
            a++;
            b++;
        }
        return *a - *b;
    }
}
