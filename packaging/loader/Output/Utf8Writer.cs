using System;

namespace Corewright.Loader.Output;

/// <summary>
/// Text into a fixed buffer that goes to a file descriptor when it is full or flushed. Without a descriptor (-1) text beyond the
/// buffer is dropped. Nothing is allocated after the start.
/// </summary>
internal sealed unsafe class Utf8Writer
{
    /// <summary>No descriptor: the text stays in the buffer.</summary>
    public const int MemoryOnly = -1;

    private const int MaxDigits = 20;

    private readonly byte* _buffer;
    private readonly int _capacity;
    private Recipient _to;
    private int _length;

    /// <summary>Sets up a writer.</summary>
    /// <param name="buffer">Stays where it is for as long as the writer is used.</param>
    /// <param name="capacity">Its size in bytes.</param>
    /// <param name="fd">Where the text goes, or <see cref="MemoryOnly"/>.</param>
    public Utf8Writer(byte* buffer, int capacity, int fd)
    {
        _buffer = buffer;
        _capacity = capacity;
        _to = new Recipient(fd);
    }

    /// <summary>What is in the buffer.</summary>
    public ReadOnlySpan<byte> Written => new(_buffer, _length);

    /// <summary>The error number of the first write that failed; nothing is written after it. 0 while all is well.</summary>
    public int Errno { get; private set; }

    /// <summary>See <see cref="Recipient.PipeFd"/>.</summary>
    public int PipeFd => _to.PipeFd;

    /// <summary>From now on text that nobody reads is given up some time after being told to stop: with <c>ETIMEDOUT</c>.</summary>
    /// <param name="signals">Becomes readable by a signal to stop.</param>
    /// <param name="timer">Becomes readable when the time is up; -1 for none.</param>
    public void GiveUpAfter(int signals, int timer) => _to = new Recipient(_to.Fd, signals, timer);

    /// <summary>Writes bytes as they are.</summary>
    public Utf8Writer Text(scoped ReadOnlySpan<byte> text)
    {
        while (text.Length > _capacity - _length)
        {
            int part = _capacity - _length;
            text[..part].CopyTo(new Span<byte>(_buffer + _length, part));
            _length = _capacity;
            text = text[part..];
            if (_to.Fd == MemoryOnly)
                return this;
            Flush();
        }
        text.CopyTo(new Span<byte>(_buffer + _length, text.Length));
        _length += text.Length;
        return this;
    }

    /// <summary>Writes one byte.</summary>
    public Utf8Writer Byte(byte value)
    {
        if (_length == _capacity && _to.Fd != MemoryOnly)
            Flush();
        if (_length < _capacity)
            _buffer[_length++] = value;
        return this;
    }

    /// <summary>Writes the same byte several times.</summary>
    public Utf8Writer Repeat(byte value, int count)
    {
        for (int i = 0; i < count; i++)
            Byte(value);
        return this;
    }

    /// <summary>Writes a number in decimal.</summary>
    /// <param name="value">The number.</param>
    /// <param name="width">Filled up with spaces on the left to this many characters.</param>
    public Utf8Writer Decimal(ulong value, int width = 0)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        int start = Digits(value, digits);
        return Repeat((byte)' ', width - (MaxDigits - start)).Text(digits[start..]);
    }

    /// <summary>Writes a number in decimal and fills up with spaces on the right, with one at least.</summary>
    public Utf8Writer DecimalLeft(ulong value, int width)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        int start = Digits(value, digits);
        return Text(digits[start..]).Repeat((byte)' ', Math.Max(width - (MaxDigits - start), 1));
    }

    /// <summary>Writes a number in lower-case hexadecimal with as many digits as asked for.</summary>
    public Utf8Writer Hex(uint value, int digits)
    {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
            Byte("0123456789abcdef"u8[(int)(value >> shift) & 15]);
        return this;
    }

    /// <summary>Hands the buffer to the kernel.</summary>
    public void Flush()
    {
        int sent = 0;
        while (sent < _length && _to.Fd != MemoryOnly && Errno == 0)
        {
            int result = _to.Write(new ReadOnlySpan<byte>(_buffer + sent, _length - sent));
            if (result >= 0)
                sent += result;
            else if (result == -Bpf.Kernel.Errno.TryAgain)
                Errno = _to.Wait();
            else if (result != -Bpf.Kernel.Errno.Interrupted)
                Errno = -result;
        }
        if (_to.Fd != MemoryOnly)
            _length = 0;
    }

    /// <summary>Empties the buffer without writing it.</summary>
    public void Clear() => _length = 0;

    private static int Digits(ulong value, Span<byte> digits)
    {
        int start = MaxDigits;
        do
        {
            ulong rest = value / 10;
            digits[--start] = (byte)('0' + (value - (rest * 10)));
            value = rest;
        }
        while (value != 0);
        return start;
    }
}
