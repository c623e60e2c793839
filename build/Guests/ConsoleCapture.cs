using System;
using System.IO;
using System.Text;

namespace Corewright.Build.Guests;

/// <summary>
/// Takes a guest's console as it comes, keeps its beginning and its end, and picks out the lines with which <c>/init</c> says
/// where it is. Those are for progress only: anything in the guest can print them.
/// </summary>
internal sealed class ConsoleCapture(Action<string> stateChanged) : Stream
{
    private const int KeepFirst = 64 << 10, KeepLast = 192 << 10, MaximumLine = 4096;
    private const string StatePrefix = "corewright: state ";
    private readonly MemoryStream _first = new();
    private readonly byte[] _last = new byte[KeepLast];
    private readonly StringBuilder _line = new();
    private readonly System.Threading.Lock _gate = new();
    private long _total;

    /// <summary>Whether <c>/init</c> has said anything.</summary>
    public bool Started { get; private set; }

    /// <summary>Where <c>/init</c> last said that it is; empty before.</summary>
    public string State { get; private set; } = "";

    /// <summary>What was printed, shortened in the middle where it was long.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                string first = Encoding.UTF8.GetString(_first.GetBuffer(), 0, (int)_first.Length);
                long beyond = _total - KeepFirst;
                if (beyond <= 0)
                    return first;
                int kept = (int)Math.Min(beyond, KeepLast), end = (int)(beyond % KeepLast);
                byte[] last = beyond <= KeepLast ? _last[..kept] : [.. _last[end..], .. _last[..end]];
                string gap = beyond > KeepLast ? $"\n[{beyond - KeepLast} bytes left out]\n" : "";
                return first + gap + Encoding.UTF8.GetString(last);
            }
        }
    }

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            foreach (byte value in buffer)
            {
                if (_total < KeepFirst)
                    _first.WriteByte(value);
                else
                    _last[(_total - KeepFirst) % KeepLast] = value;
                _total++;
                if (value is (byte)'\n' or (byte)'\r')
                    EndLine();
                else if (_line.Length < MaximumLine)
                    _line.Append((char)value);
            }
        }
    }

    private void EndLine()
    {
        string line = _line.ToString();
        _line.Clear();
        if (!line.StartsWith(StatePrefix, StringComparison.Ordinal))
            return;
        Started = true;
        State = line[StatePrefix.Length..];
        stateChanged(State);
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => _total;

    /// <inheritdoc />
    public override long Position { get => _total; set => throw new NotSupportedException(); }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();
}
