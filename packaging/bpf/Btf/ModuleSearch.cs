using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>Opens the BTF of the kernel's modules one after the other, each on top of the kernel's own.</summary>
internal ref struct ModuleSearch
{
    private readonly BtfReader _kernel;
    private ModuleTypes _modules;
    private MappedMemory _memory;

    /// <summary>Begins before the first module.</summary>
    /// <param name="kernel">The running kernel's own BTF.</param>
    public ModuleSearch(scoped in BtfReader kernel) => _kernel = kernel;

    /// <summary>Whether the module has a name.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> name) => _modules.IsNamed(name);

    /// <summary>Goes to the next module; one whose BTF can't be read is left out.</summary>
    /// <param name="scratch">Memory for the BTF's index; it is free again with the next module.</param>
    /// <param name="types">The module's types; good until the next step.</param>
    /// <returns>Whether there is one.</returns>
    public bool Next(scoped in Arena scratch, out BtfReader types)
    {
        _memory.Dispose();
        while (_modules.Next())
        {
            if (_modules.Read(out _memory) < 0)
                continue;
            // A copy: what it hands out is handed out again.
            Arena own = scratch;
            if (!BtfReader.OpenSplit(_memory.Bytes, _kernel, ref own, out types).Failed)
                return true;
            _memory.Dispose();
        }
        types = default;
        return false;
    }

    /// <summary>Gives the descriptor of the module's BTF away; whoever took it closes it.</summary>
    public int TakeFd() => _modules.TakeFd();

    /// <summary>Ends the search.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _modules.Dispose();
    }
}
