using System;
using Corewright.Bpf.Logging;
using Corewright.Bpf.Ring;
using Corewright.Loader.Output;

namespace Corewright.Loader.Logging;

/// <summary>
/// Prints what the programs log: a line each, on standard error for people, or among the events in JSON:
/// <c>{"event":"log","level":"info","target":"…","file":"…","line":1,"message":"…"}</c>.
/// </summary>
internal sealed class LogPrinter
{
    private readonly Utf8Writer _output;
    private readonly Utf8Writer _log;
    private readonly Utf8Writer _message;
    private readonly bool _json;

    /// <summary>Sets up a printer.</summary>
    /// <param name="json">Whether events go out as JSON.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="log">Standard error.</param>
    /// <param name="message">Room for a message; what is longer is cut off.</param>
    public LogPrinter(bool json, Utf8Writer output, Utf8Writer log, Utf8Writer message)
    {
        _json = json;
        _output = output;
        _log = log;
        _message = message;
    }

    /// <summary>The ring buffer's name.</summary>
    public static ReadOnlySpan<byte> MapName => "COREWRIGHT_LOG"u8;

    /// <summary>Samples that were no log record.</summary>
    public ulong Unknown { get; private set; }

    /// <summary>Prints one sample.</summary>
    public void Print(ReadOnlySpan<byte> sample)
    {
        if (!LogRecord.TryOpen(sample, out LogRecord record))
        {
            Unknown++;
            return;
        }
        _message.Clear();
        LogText.Write(_message, record);
        if (_json)
            PrintJson(record);
        else
            PrintText(record);
    }

    private void PrintText(in LogRecord record)
    {
        _log.Text(Name(record.Level)).Text(": "u8);
        PlainText.Write(_log, record.Target);
        _log.Text(": "u8);
        PlainText.Write(_log, _message.Written);
        _log.Text(" ("u8);
        PlainText.Write(_log, record.File);
        _log.Byte((byte)':').Decimal(record.Line).Text(")\n"u8).Flush();
    }

    private void PrintJson(in LogRecord record)
    {
        var json = new JsonWriter(_output);
        json.BeginObject();
        json.String("event"u8, "log"u8);
        json.String("level"u8, Name(record.Level));
        json.String("target"u8, record.Target);
        json.String("file"u8, record.File);
        json.Number("line"u8, record.Line);
        json.String("message"u8, _message.Written);
        json.EndObject();
        json.EndLine();
        _output.Flush();
    }

    private static ReadOnlySpan<byte> Name(LogLevel level) => level switch
    {
        LogLevel.Error => "error"u8,
        LogLevel.Warn => "warn"u8,
        LogLevel.Info => "info"u8,
        LogLevel.Debug => "debug"u8,
        _ => "trace"u8,
    };
}

/// <summary>Prints what a ring buffer of log records holds.</summary>
internal readonly struct LoggedSamples(LogPrinter printer) : ISampleHandler
{
    /// <inheritdoc/>
    public bool Take(ReadOnlySpan<byte> sample)
    {
        printer.Print(sample);
        return true;
    }
}
