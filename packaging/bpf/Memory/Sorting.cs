// Heapsort: J. W. J. Williams, 1964. In place, and never quadratic, whatever the input.

using System;

namespace Corewright.Bpf.Memory;

/// <summary>Sorts numbers where no memory is to be had.</summary>
public static class Sorting
{
    /// <summary>Sorts, the smallest first.</summary>
    public static void Sort(Span<ulong> values)
    {
        for (int i = (values.Length / 2) - 1; i >= 0; i--)
            Sink(values, i);
        for (int end = values.Length - 1; end > 0; end--)
        {
            (values[0], values[end]) = (values[end], values[0]);
            Sink(values[..end], 0);
        }
    }

    /// <summary>Keeps one of each run of equal values.</summary>
    /// <param name="sorted">Sorted values; what stays moves to the front.</param>
    /// <returns>How many stay.</returns>
    public static int RemoveDuplicates(Span<ulong> sorted)
    {
        int kept = 0;
        foreach (ulong value in sorted)
        {
            if (kept == 0 || sorted[kept - 1] != value)
                sorted[kept++] = value;
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
            if (child + 1 < heap.Length && heap[child + 1] > heap[child])
                child++;
            if (heap[parent] >= heap[child])
                return;
            (heap[parent], heap[child]) = (heap[child], heap[parent]);
            parent = child;
        }
    }
}
