using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Corewright.Build.Guests;

/// <summary>
/// What a guest sends over its second serial line, parsed strictly: a guest is never a judge of itself. The stream is
/// <code>
/// corewright-results 1 COUNT
/// SIZE SHA256  NAME        (COUNT such lines: stat's size, then sha256sum's own line)
/// the files' bytes, one after the other
/// end
/// </code>
/// with nothing before and nothing after it.
/// </summary>
internal static class ResultStream
{
    /// <summary>The largest stream that is read, in bytes; a guest that sends more is stopped.</summary>
    public const int MaximumBytes = 64 << 20;

    private const int MaximumFiles = 1000, MaximumLine = 512;

    /// <summary>The files of a whole stream, or what is wrong with it.</summary>
    public static (IReadOnlyDictionary<string, byte[]>? Files, GuestFailure Failure, string Reason) Parse(ReadOnlySpan<byte> stream)
    {
        if (stream.IsEmpty)
            return (null, GuestFailure.Died, "the guest ended without sending a result");
        if (stream.Length > MaximumBytes)
            return (null, GuestFailure.Flood, $"the guest sent more than {MaximumBytes >> 20} MiB of results");

        int position = 0;
        if (!ReadLine(stream, ref position, out string line))
            return Cut(stream, position, "its first line");
        string[] first = line.Split(' ');
        if (first is not ["corewright-results", "1", _] || !Number(first[2], MaximumFiles, out int count))
            return (null, GuestFailure.Garbage, "the result line does not begin with a result stream");

        var index = new (string Name, int Size, string Sha256)[count];
        for (int i = 0; i < count; i++)
        {
            if (!ReadLine(stream, ref position, out line))
                return Cut(stream, position, $"the index of {count} files");
            string[] part = line.Split(' ');
            if (part is not [_, { Length: 64 }, "", { Length: > 0 }] || !Number(part[0], MaximumBytes, out int size))
                return (null, GuestFailure.Garbage, $"line {i + 2} of the result stream is no index line");
            index[i] = (part[3], size, part[1]);
        }

        var files = new Dictionary<string, byte[]>(count);
        foreach ((string name, int size, string sha256) in index)
        {
            if (size > stream.Length - position)
                return (null, GuestFailure.Truncated, $"the result '{name}' stops after {stream.Length - position} of {size} bytes");
            byte[] content = stream.Slice(position, size).ToArray();
            position += size;
            if (Convert.ToHexStringLower(SHA256.HashData(content)) != sha256)
                return (null, GuestFailure.Altered, $"the result '{name}' does not have the hash that the guest announced");
            if (!files.TryAdd(name, content))
                return (null, GuestFailure.Garbage, $"the result '{name}' is announced twice");
        }
        ReadOnlySpan<byte> rest = stream[position..];
        if (rest.SequenceEqual("end\n"u8))
            return (files, default, "");
        return rest.Length < 4 && "end\n"u8.StartsWith(rest)
            ? (null, GuestFailure.Truncated, "the results have no end marker")
            : (null, GuestFailure.Garbage, "something follows the results that is not their end marker");
    }

    /// <summary>A stream of files, as a guest sends it.</summary>
    public static byte[] Format(IReadOnlyDictionary<string, byte[]> files)
    {
        var text = new StringBuilder(FormattableString.Invariant($"corewright-results 1 {files.Count}\n"));
        foreach ((string name, byte[] content) in files)
            text.Append(CultureInfo.InvariantCulture, $"{content.Length} {Convert.ToHexStringLower(SHA256.HashData(content))}  {name}\n");
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(text.ToString()));
        foreach (byte[] content in files.Values)
            bytes.AddRange(content);
        bytes.AddRange("end\n"u8);
        return bytes.ToArray();
    }

    private static (IReadOnlyDictionary<string, byte[]>?, GuestFailure, string) Cut(ReadOnlySpan<byte> stream, int position, string where) =>
        stream.Length - position >= MaximumLine
            ? (null, GuestFailure.Garbage, $"the result stream holds something else in {where}")
            : (null, GuestFailure.Truncated, $"the result stream stops in {where}");

    private static bool ReadLine(ReadOnlySpan<byte> stream, ref int position, out string line)
    {
        ReadOnlySpan<byte> rest = stream[position..];
        int length = rest[..Math.Min(rest.Length, MaximumLine)].IndexOf((byte)'\n');
        line = length < 0 ? "" : Encoding.UTF8.GetString(rest[..length]);
        if (length >= 0)
            position += length + 1;
        return length >= 0;
    }

    private static bool Number(string text, int maximum, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= maximum;
}
