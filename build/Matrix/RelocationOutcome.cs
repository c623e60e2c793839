namespace Corewright.Build.Matrix;

/// <summary>
/// What one resolver made of one CO-RE relocation on one kernel. The three resolvers (offline engine, libbpf, our loader) are
/// compared by (<paramref name="Program"/>, <paramref name="Index"/>).
/// </summary>
/// <param name="Program">The BPF program's name: its function's symbol.</param>
/// <param name="Index">
/// The relocation's number as libbpf counts (<c>relo #0</c>): within its program's section, from 0, in the object's order.
/// </param>
/// <param name="Instruction">The instruction's number within the program.</param>
/// <param name="Kind">libbpf's name of the kind: <c>byte_off</c>, <c>byte_sz</c>, <c>field_exists</c> ….</param>
/// <param name="Target">What is asked for, such as <c>task_struct.real_parent</c>.</param>
/// <param name="Value">The value put into the instruction; null where it was poisoned.</param>
public sealed record RelocationOutcome(string Program, int Index, int Instruction, string Kind, string Target, ulong? Value)
{
    /// <summary>
    /// Whether it is in a program that is loaded only where someone asks for it (its section begins with <c>?</c>): a resolver may
    /// leave it out. Only the offline engine says so.
    /// </summary>
    public bool IsOptional { get; init; }
}
