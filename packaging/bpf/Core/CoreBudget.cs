namespace Corewright.Bpf.Core;

/// <summary>
/// How much work one relocation may be. Real types need a few thousand steps; a BTF made so that each level doubles the work
/// would otherwise never end.
/// </summary>
internal struct CoreBudget
{
    private const int Steps = 1 << 20;

    private int _used;

    /// <summary>Takes one step.</summary>
    /// <returns>Whether there was one left.</returns>
    public bool Take() => ++_used <= Steps;
}
