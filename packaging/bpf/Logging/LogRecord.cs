// A log record of a program; its format is described, and written, in ebpf-crates/corewright-ebpf/src/log.rs.

using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Logging;

/// <summary>A log record in a ring buffer; checked when it is opened, so that no part of it lies outside of the sample.</summary>
public readonly ref struct LogRecord
{
    private const int HeaderBytes = 16;

    private LogRecord(LogLevel level, uint line, LogArguments arguments, ReadOnlySpan<byte> target, ReadOnlySpan<byte> file, ReadOnlySpan<byte> format)
    {
        Level = level;
        Line = line;
        Arguments = arguments;
        Target = target;
        File = file;
        Format = format;
    }

    /// <summary>How much it matters.</summary>
    public LogLevel Level { get; }

    /// <summary>The line in <see cref="File"/>.</summary>
    public uint Line { get; }

    /// <summary>What goes into the format's braces.</summary>
    public LogArguments Arguments { get; }

    /// <summary>The module of the program, as text of whoever wrote the object: UTF-8, unless it is damaged.</summary>
    public ReadOnlySpan<byte> Target { get; }

    /// <summary>The source file, as the Rust compiler calls it.</summary>
    public ReadOnlySpan<byte> File { get; }

    /// <summary>The text, with braces as in Rust's <c>format!</c>.</summary>
    public ReadOnlySpan<byte> Format { get; }

    /// <summary>Opens a record.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="record">The record.</param>
    /// <returns>False for a sample that is none.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> sample, out LogRecord record)
    {
        record = default;
        if (sample.Length < HeaderBytes || sample[0] is < (byte)LogLevel.Error or > (byte)LogLevel.Trace)
            return false;
        uint argumentBytes = BinaryPrimitives.ReadUInt32LittleEndian(sample[12..]);
        int target = BinaryPrimitives.ReadUInt16LittleEndian(sample[2..]);
        int file = BinaryPrimitives.ReadUInt16LittleEndian(sample[4..]);
        int format = BinaryPrimitives.ReadUInt16LittleEndian(sample[6..]);
        ReadOnlySpan<byte> rest = sample[HeaderBytes..];
        if (argumentBytes > (uint)rest.Length || target + file + format > rest.Length - (int)argumentBytes)
            return false;
        var arguments = new LogArguments(rest[..(int)argumentBytes], sample[1]);
        rest = rest[(int)argumentBytes..];
        record = new LogRecord(
            (LogLevel)sample[0], BinaryPrimitives.ReadUInt32LittleEndian(sample[8..]), arguments,
            rest[..target], rest.Slice(target, file), rest.Slice(target + file, format));
        return true;
    }
}
