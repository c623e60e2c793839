using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Profile;

/// <summary>Keeps names and paths, one behind the other, until the program ends.</summary>
internal sealed unsafe class TextPool
{
    private MappedMemory _memory;
    private int _length;

    /// <summary>Takes memory, of which only what is used counts.</summary>
    /// <param name="bytes">Room for so much text. What comes when it is full is kept as an empty text.</param>
    /// <returns>Whether there was enough.</returns>
    public bool Open(int bytes)
    {
        _memory = MappedMemory.Allocate(bytes);
        return !_memory.IsEmpty;
    }

    /// <summary>Keeps a text.</summary>
    public Text Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > _memory.Bytes.Length - _length)
            return default;
        text.CopyTo(_memory.Bytes[_length..]);
        var kept = new Text { Offset = _length, Length = text.Length };
        _length += text.Length;
        return kept;
    }

    /// <summary>A text that is kept.</summary>
    public ReadOnlySpan<byte> this[Text text] => _memory.Bytes.Slice(text.Offset, text.Length);
}

/// <summary>A text in a <see cref="TextPool"/>.</summary>
internal struct Text
{
    /// <summary>Where it begins.</summary>
    public int Offset;

    /// <summary>How long it is.</summary>
    public int Length;
}
