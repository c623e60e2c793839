namespace Corewright.Bpf.Btf;

/// <summary>
/// What a reader of split BTF reads, so that several can be kept in a list. Only for BTF in native memory that stays where it is.
/// </summary>
internal unsafe struct BtfSource
{
    public byte* Types;
    public int TypeBytes;
    public byte* Strings;
    public int StringBytes;
    public int* Positions;
    public int Count;
}
