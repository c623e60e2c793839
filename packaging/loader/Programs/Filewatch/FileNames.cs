using System;
using Corewright.Loader.Output;

namespace Corewright.Loader.Filewatch;

/// <summary>Puts a path together from its names, which come the other way round: the file's first, the root's children's last.</summary>
internal static class FileNames
{
    /// <summary>Puts it together.</summary>
    /// <param name="names">Names, each ended by a zero.</param>
    /// <param name="isCut">Whether there is more above the last one.</param>
    /// <param name="path">A writer without a descriptor; what it holds is dropped.</param>
    public static void Join(ReadOnlySpan<byte> names, bool isCut, Utf8Writer path)
    {
        path.Clear();
        if (isCut)
            path.Text("..."u8);
        int end = names.Length;
        if (end <= 1 && !isCut)
            path.Byte((byte)'/');
        while (end > 0)
        {
            // The zero at its end, where there is one, is not part of the name.
            int last = names[end - 1] == 0 ? end - 1 : end;
            int start = last;
            while (start > 0 && names[start - 1] != 0)
                start--;
            if (last > start)
                path.Byte((byte)'/').Text(names[start..last]);
            end = start;
        }
    }
}
