using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Kernel;

/// <summary>What the kernel sends for one request: any number of messages, then an answer.</summary>
internal ref struct NetlinkExchange
{
    private readonly int _fd;
    private readonly uint _sequence;
    private readonly Span<byte> _buffer;
    private NetlinkReader _reader;
    private bool _answered;

    internal NetlinkExchange(int fd, uint sequence, Span<byte> buffer)
    {
        _fd = fd;
        _sequence = sequence;
        _buffer = buffer;
        _reader = default;
        _answered = false;
        Result = 0;
        Text = default;
    }

    /// <summary>The answer, once <see cref="Next"/> has returned false: 0 or a negated errno; EBADMSG for one that makes no sense.</summary>
    public int Result { get; private set; }

    /// <summary>The kernel's words about a refusal; mostly empty. Lies in the buffer.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Takes the next message, until the answer comes.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="body">What follows its header; lies in the buffer until the next call.</param>
    /// <returns>False once the kernel has answered, or can't be understood.</returns>
    public bool Next(out NetlinkType type, out ReadOnlySpan<byte> body)
    {
        type = default;
        body = default;
        while (!_answered)
        {
            if (!_reader.Next(out NetlinkHeader header, out ReadOnlySpan<byte> content))
            {
                Refill();
                continue;
            }
            if (header.Sequence != _sequence)
                continue;
            if (header.Type is not (NetlinkType.Error or NetlinkType.Done))
            {
                type = header.Type;
                body = content;
                return true;
            }
            Answer(header, content);
        }
        return false;
    }

    /// <summary>Passes over everything up to the answer.</summary>
    /// <returns><see cref="Result"/>.</returns>
    public int Finish()
    {
        while (Next(out _, out _))
        {
        }
        return Result;
    }

    private void Refill()
    {
        int length = _reader.Damaged ? -Errno.BadMessage : NetlinkSocket.Receive(_fd, _buffer);
        if (length > 0)
            _reader = new NetlinkReader(_buffer[..length]);
        else if (length != -Errno.Interrupted)
            End(length == 0 ? -Errno.BadMessage : length);
    }

    private void Answer(NetlinkHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Type == NetlinkType.Done)
        {
            int result = body.Length < sizeof(int) ? 0 : LittleEndian.I32(body, 0);
            End(result is > 0 or < -4095 ? -Errno.BadMessage : result);
            return;
        }
        bool whole = NetlinkAnswer.TryRead(header.Flags, body, out NetlinkAnswer answer);
        End(whole ? answer.Result : -Errno.BadMessage);
        Text = answer.Text;
    }

    private void End(int result)
    {
        Result = result;
        _answered = true;
    }
}
