namespace Corewright.Bpf.Btf;

/// <summary>A walk over types in the order of their ids, which needs no index.</summary>
public ref struct BtfTypeCursor
{
    private readonly BtfReader _btf;
    private uint _id;
    private int _position;

    internal BtfTypeCursor(scoped in BtfReader btf, uint first)
    {
        _btf = btf;
        _id = first == 0 ? 1 : first;
        _position = -1;
    }

    /// <summary>Goes to the next type.</summary>
    /// <param name="type">The type; void at the end.</param>
    /// <returns>Whether there was one.</returns>
    public bool Next(out BtfType type)
    {
        if (!_btf.Contains(_id))
        {
            type = default;
            return false;
        }

        type = _position < 0 ? _btf.Type(_id) : _btf.Header(_btf.Types, _id, _position);
        _id++;
        // What belongs to a base has positions of its own.
        _position = type.Id >= _btf.FirstId ? type.Body + BtfReader.BodySize(type) : -1;
        return true;
    }
}
