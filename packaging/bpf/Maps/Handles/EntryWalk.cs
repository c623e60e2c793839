// BPF_MAP_LOOKUP_BATCH and BPF_MAP_LOOKUP_AND_DELETE_BATCH, v5.6, or else BPF_MAP_GET_NEXT_KEY.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>Goes through a map's entries, without types: what is behind <see cref="MapWalk{TKey,TValue}"/>, which says what holds.</summary>
internal unsafe ref struct EntryWalk
{
    private const int Alignment = 8;

    private readonly Span<byte> _buffer;
    private readonly int _map;
    private readonly uint _keyBytes;
    private readonly uint _valueBytes;
    private readonly bool _batches;
    private readonly bool _takes;
    private readonly int _cursorBytes;
    private readonly uint _capacity;
    private uint _count;
    private uint _at;
    private uint _stepsLeft;
    private bool _started;
    private bool _steps;
    private bool _ended;

    /// <summary>A walk.</summary>
    /// <param name="map">The map.</param>
    /// <param name="keyBytes">Of a key.</param>
    /// <param name="valueBytes">Of a value, all processors' for a per-CPU map.</param>
    /// <param name="buffer">Room for a batch; at least for one entry and two more keys.</param>
    /// <param name="batches">Whether to try batches.</param>
    /// <param name="takes">Whether entries are removed from the map as they are read.</param>
    public EntryWalk(int map, uint keyBytes, uint valueBytes, Span<byte> buffer, bool batches, bool takes)
    {
        _buffer = buffer;
        _map = map;
        _keyBytes = keyBytes;
        _valueBytes = valueBytes;
        _batches = batches;
        _takes = takes;
        // A hash's cursor is a bucket's number, other types' a key.
        _cursorBytes = Aligned((int)Math.Max(keyBytes, sizeof(uint)));
        int room = buffer.Length - (2 * _cursorBytes) - Alignment;
        _capacity = room <= 0 ? 0 : (uint)room / (keyBytes + valueBytes);
        if (_capacity == 0)
            Error = -Errno.NoSpace;
        _ended = _capacity == 0;
    }

    /// <summary>0, or the negated errno that ended the walk early: ENOSPC for a buffer that is too small.</summary>
    public int Error { get; private set; }

    /// <summary>Goes to the next entry.</summary>
    /// <param name="key">Its key; stands until the next call.</param>
    /// <param name="value">Its value; stands until the next call.</param>
    /// <returns>False at the end, or after an error.</returns>
    public bool Next(out ReadOnlySpan<byte> key, out Span<byte> value)
    {
        key = default;
        value = default;
        if (_at == _count && (_ended || !Fill()))
            return false;
        key = _buffer.Slice(KeysOffset + (int)(_at * _keyBytes), (int)_keyBytes);
        value = _buffer.Slice(ValuesOffset + (int)(_at * _valueBytes), (int)_valueBytes);
        _at++;
        return true;
    }

    private readonly int KeysOffset => 2 * _cursorBytes;

    private readonly int ValuesOffset => KeysOffset + Aligned((int)(_capacity * _keyBytes));

    private static int Aligned(int bytes) => (bytes + Alignment - 1) & ~(Alignment - 1);

    private bool Fill()
    {
        _at = 0;
        _count = 0;
        fixed (byte* start = _buffer)
        {
            if (!_started && !_batches)
                StartSteps(start);
            if (!_steps)
                FillBatch(start);
            if (_steps)
                FillStep(start);
        }
        return _count != 0;
    }

    private void FillBatch(byte* start)
    {
        MapBatchAttributes attributes = default;
        // The kernel reads one cursor and writes the other.
        attributes.InBatch = _started ? (ulong)start : 0;
        attributes.OutBatch = (ulong)start + (uint)_cursorBytes;
        attributes.Keys = (ulong)(start + KeysOffset);
        attributes.Values = (ulong)(start + ValuesOffset);
        attributes.Count = _capacity;
        attributes.MapFd = _map;
        int result = _takes ? BpfCall.LookupAndDeleteBatch(&attributes) : BpfCall.LookupBatch(&attributes);
        if (!_started && MapBatch.IsUnknown(result))
        {
            StartSteps(start);
            return;
        }
        _started = true;
        _count = result is 0 or -Errno.NoEntry ? Math.Min(attributes.Count, _capacity) : 0;
        _ended = result != 0 || _count == 0;
        Error = result == -Errno.NoEntry ? 0 : result;
        _buffer.Slice(_cursorBytes, _cursorBytes).CopyTo(_buffer);
    }

    private void StartSteps(byte* start)
    {
        _steps = true;
        _started = true;
        if (MapInfo.Read(_map, out MapInfo info) < 0)
            info = default;
        _stepsLeft = (uint)Math.Min((4UL * info.MaxEntries) + 16, uint.MaxValue);
        int result = MapElement.NextKey(_map, null, start);
        _ended = result != 0;
        Error = result == -Errno.NoEntry ? 0 : result;
    }

    // The first cursor holds the key to come, the second one the key after it.
    private void FillStep(byte* start)
    {
        while (!_ended && _count == 0)
        {
            byte* key = start + KeysOffset, next = start + _cursorBytes;
            new ReadOnlySpan<byte>(start, (int)_keyBytes).CopyTo(new Span<byte>(key, (int)_keyBytes));
            int result = MapElement.NextKey(_map, key, next);
            new ReadOnlySpan<byte>(next, (int)_keyBytes).CopyTo(new Span<byte>(start, (int)_keyBytes));
            int found = MapElement.Lookup(_map, key, start + ValuesOffset);
            if (found == 0 && _takes)
                found = MapElement.Delete(_map, key);
            _count = found == 0 ? 1u : 0;
            if (found != 0 && found != -Errno.NoEntry)
                result = found;
            else if (result == 0 && --_stepsLeft == 0)
                result = -Errno.TryAgain;
            _ended = result != 0;
            Error = result == -Errno.NoEntry ? 0 : result;
        }
    }
}
