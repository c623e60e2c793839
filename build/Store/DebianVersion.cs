// deb-version(7): [epoch:]upstream[-revision]. Compared in turns: a run of non-digits, in which '~' sorts before everything, even
// the end, and letters before other characters; then a run of digits, as a number.
using System;

namespace Corewright.Build.Store;

/// <summary>Orders versions of Debian packages.</summary>
internal static class DebianVersion
{
    /// <summary>Negative if <paramref name="a"/> is older than <paramref name="b"/>, 0 if they are equal, positive if newer.</summary>
    public static int Compare(string a, string b)
    {
        (ReadOnlySpan<char> epochA, ReadOnlySpan<char> upstreamA, ReadOnlySpan<char> revisionA) = new Parts(a);
        (ReadOnlySpan<char> epochB, ReadOnlySpan<char> upstreamB, ReadOnlySpan<char> revisionB) = new Parts(b);
        int order = ComparePart(epochA, epochB);
        if (order == 0)
            order = ComparePart(upstreamA, upstreamB);
        return order != 0 ? order : ComparePart(revisionA, revisionB);
    }

    /// <summary>Whether a version meets a relation such as <c>&gt;= 2.36</c>.</summary>
    public static bool Satisfies(string version, string relation, string bound)
    {
        int order = Compare(version, bound);
        return relation switch
        {
            "<<" => order < 0,
            "<=" or "<" => order <= 0,
            "=" => order == 0,
            ">=" or ">" => order >= 0,
            ">>" => order > 0,
            _ => false,
        };
    }

    private static int ComparePart(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        while (a.Length > 0 || b.Length > 0)
        {
            while ((a.Length > 0 && !char.IsAsciiDigit(a[0])) || (b.Length > 0 && !char.IsAsciiDigit(b[0])))
            {
                int order = Weight(a) - Weight(b);
                if (order != 0)
                    return order;
                a = a[1..];
                b = b[1..];
            }

            ReadOnlySpan<char> numberA = Number(ref a), numberB = Number(ref b);
            int number = numberA.Length != numberB.Length
                ? numberA.Length - numberB.Length
                : numberA.SequenceCompareTo(numberB);
            if (number != 0)
                return number;
        }

        return 0;
    }

    private static int Weight(ReadOnlySpan<char> rest) =>
        rest.Length == 0 || char.IsAsciiDigit(rest[0]) ? 0
        : rest[0] == '~' ? -1
        : char.IsAsciiLetter(rest[0]) ? rest[0]
        : rest[0] + 256;

    private static ReadOnlySpan<char> Number(ref ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
            length++;
        ReadOnlySpan<char> number = text[..length].TrimStart('0');
        text = text[length..];
        return number;
    }

    private readonly ref struct Parts
    {
        private readonly ReadOnlySpan<char> _epoch, _upstream, _revision;

        public Parts(string version)
        {
            int colon = version.IndexOf(':', StringComparison.Ordinal);
            int dash = version.LastIndexOf('-');
            _epoch = colon > 0 ? version.AsSpan(0, colon) : "";
            _upstream = dash > colon ? version.AsSpan(colon + 1, dash - colon - 1) : version.AsSpan(colon + 1);
            _revision = dash > colon ? version.AsSpan(dash + 1) : "";
        }

        public void Deconstruct(
            out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision)
        {
            epoch = _epoch;
            upstream = _upstream;
            revision = _revision;
        }
    }
}
