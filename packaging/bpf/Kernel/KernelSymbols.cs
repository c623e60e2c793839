// /proc/kallsyms, one symbol a line: `<address in hex> <kind> <name>`, and for a module's a tab and `[<module>]` behind it.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>
/// Walks over the kernel's symbols, modules' included, once and without keeping them: look up all names that are wanted in one walk.
/// A name can occur several times. Static symbols are among them where the kernel keeps all (CONFIG_KALLSYMS_ALL for variables).
/// </summary>
public ref struct KernelSymbols
{
    /// <summary>A buffer of this many bytes makes walking quick; any symbol's line fits a quarter of it.</summary>
    public const int BufferBytes = 16 << 10;

    private LineReader _lines;

    private KernelSymbols(LineReader lines) => _lines = lines;

    /// <summary>Where the current symbol is; 0 for everyone to whom the kernel doesn't tell addresses (kernel.kptr_restrict).</summary>
    public ulong Address { get; private set; }

    /// <summary>What it is, as <c>nm</c> says it: <c>T</c> and <c>t</c> are functions, <c>D</c>, <c>d</c>, <c>B</c>, <c>b</c>, <c>R</c>,
    /// <c>r</c> variables, <c>W</c> and <c>w</c> weak; small letters are static.</summary>
    public byte Kind { get; private set; }

    /// <summary>Its name; good until the next step.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The module that it belongs to; empty for the kernel's own.</summary>
    public ReadOnlySpan<byte> Module { get; private set; }

    /// <summary>Whether it is code.</summary>
    public readonly bool IsFunction => Kind is (byte)'T' or (byte)'t' or (byte)'W' or (byte)'w';

    /// <summary>Why the walk ended early: an errno, or 0.</summary>
    public readonly int Errno => _lines.Errno;

    /// <summary>Begins a walk over the running kernel's symbols.</summary>
    /// <param name="buffer">Best <see cref="BufferBytes"/> long.</param>
    /// <param name="symbols">The walk, to be disposed; call <see cref="Next"/> first.</param>
    /// <returns>0, or a negated errno: ENOENT where /proc isn't mounted or the kernel has no CONFIG_KALLSYMS.</returns>
    public static int Open(Span<byte> buffer, out KernelSymbols symbols)
    {
        int result = LineReader.Open("/proc/kallsyms\0"u8, buffer, out LineReader lines);
        symbols = new KernelSymbols(lines);
        return result;
    }

    /// <summary>Begins a walk over a text that is in memory.</summary>
    /// <param name="text">The text.</param>
    public static KernelSymbols Over(Span<byte> text) => new(LineReader.Over(text));

    /// <summary>Goes to the next symbol. Lines of another form are left out.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        while (_lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (Parse(line))
                return true;
        }
        return false;
    }

    /// <summary>Ends the walk.</summary>
    public readonly void Dispose() => _lines.Dispose();

    private bool Parse(ReadOnlySpan<byte> line)
    {
        ulong address = 0;
        int at = 0;
        for (; at < line.Length && Digit(line[at]) is var digit and >= 0; at++)
        {
            if (at == 2 * sizeof(ulong))
                return false;
            address = (address << 4) | (uint)digit;
        }
        // " T n" at least
        if (at == 0 || line.Length - at < 4 || line[at] != ' ' || line[at + 2] != ' ')
            return false;
        ReadOnlySpan<byte> name = line[(at + 3)..], module = default;
        int tab = name.IndexOf((byte)'\t');
        if (tab >= 0)
        {
            module = name[(tab + 1)..];
            name = name[..tab];
            if (module.Length >= 2 && module[0] == '[' && module[^1] == ']')
                module = module[1..^1];
        }
        Address = address;
        Kind = line[at + 1];
        Name = name;
        Module = module;
        return name.Length != 0;
    }

    private static int Digit(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        _ => -1,
    };
}
