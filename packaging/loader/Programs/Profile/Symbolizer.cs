using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;

namespace Corewright.Loader.Profile;

/// <summary>Gives every place in code the function that it is in: by /proc/kallsyms, and by the files' symbol tables.</summary>
internal sealed unsafe class Symbolizer
{
    private const int BufferBytes = 64 << 10;
    private const int NameBytes = 4 << 10;

    private readonly TextPool _texts;
    private readonly ProcessList _processes;
    private readonly LocationTable _locations;
    private readonly FunctionList _functions;
    private readonly SymbolSearch _search = new();
    private MappedMemory _memory;
    private Utf8Writer _name = null!;

    /// <summary>A symbolizer.</summary>
    public Symbolizer(TextPool texts, ProcessList processes, LocationTable locations, FunctionList functions)
    {
        _texts = texts;
        _processes = processes;
        _locations = locations;
        _functions = functions;
    }

    private Span<byte> Buffer => _memory.Bytes[..BufferBytes];

    /// <summary>Takes memory.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Open()
    {
        _memory = MappedMemory.Allocate(BufferBytes + NameBytes);
        _name = new Utf8Writer(_memory.Start + BufferBytes, NameBytes, Utf8Writer.MemoryOnly);
        return !_memory.IsEmpty && _search.Open();
    }

    /// <summary>Gives all places their functions.</summary>
    public void Run()
    {
        Kernel();
        for (int module = Module.FirstOfUsers; module < _processes.ModuleCount; module++)
            User(module);
    }

    private void Kernel()
    {
        _search.Clear();
        for (int slot = 0; slot < LocationTable.Slots; slot++)
        {
            if (IsOf(slot, Module.Kernel))
                _search.Add(_locations[slot]->Offset);
        }
        if (_search.Count == 0)
            return;
        _search.Begin();
        for (int pass = 0; pass < 2; pass++)
        {
            if (KernelSymbols.Open(Buffer, out KernelSymbols symbols) < 0)
                break;
            while (symbols.Next())
            {
                // Addresses that the kernel hides are all zero.
                if (!symbols.IsFunction || symbols.Address == 0)
                    continue;
                if (pass == 0)
                    _search.Offer(symbols.Address, 0);
                else
                    _search.Name(symbols.Address, 1, symbols.Name, _texts);
            }
            symbols.Dispose();
            if (pass == 0)
                _search.Settle();
        }
        int unknown = 0;
        for (int slot = 0; slot < LocationTable.Slots; slot++)
        {
            if (!IsOf(slot, Module.Kernel))
                continue;
            Location* location = _locations[slot];
            location->Function = Named(_search.From(location->Offset), FunctionKind.Kernel, Module.Kernel);
            if (location->Function != 0)
                continue;
            if (unknown == 0)
                unknown = _functions.Add(FunctionKind.Kernel, Module.Kernel, _texts.Add("[kernel]"u8));
            location->Function = unknown;
        }
    }

    private void User(int module)
    {
        ReadOnlySpan<byte> path = IsUsed(module) ? _processes.Openable(module) : default;
        if (path.Length != 0 && BinaryFile.Open(path, out BinaryFile file) >= 0)
        {
            if (!NativeElf.Open(file, out NativeElf elf).Failed)
                Search(module, elf);
            file.Dispose();
        }
        NameRest(module);
    }

    private void Search(int module, NativeElf elf)
    {
        _search.Clear();
        for (int slot = 0; slot < LocationTable.Slots; slot++)
        {
            if (IsOf(slot, module) && elf.TryFindAddress(_locations[slot]->Offset, out ulong wanted))
                _search.Add(wanted);
        }
        _search.Begin();
        for (int pass = 0; pass < 2; pass++)
        {
            var symbols = new NativeSymbols(elf, Buffer);
            while (symbols.Next())
            {
                ulong start = elf.Machine == NativeElf.ArmMachine ? symbols.Value & ~1UL : symbols.Value;
                if (pass == 0)
                    _search.Offer(start, symbols.Size);
                else
                    _search.Name(start, symbols.Rank + 1, symbols.Name, _texts);
            }
            if (pass == 0)
                _search.Settle();
        }
        for (int slot = 0; slot < LocationTable.Slots; slot++)
        {
            if (IsOf(slot, module) && elf.TryFindAddress(_locations[slot]->Offset, out ulong address))
                _locations[slot]->Function = Named(_search.From(address), FunctionKind.User, module);
        }
    }

    // By the module, and where in it.
    private void NameRest(int module)
    {
        ReadOnlySpan<byte> path = _processes.Path(module);
        bool isFile = path.Length != 0 && path[0] == '/';
        ReadOnlySpan<byte> name = path.Length == 0 ? "[anonymous]"u8 : path;
        for (int at = name.IndexOf((byte)'/'); at >= 0; at = name.IndexOf((byte)'/'))
            name = name[(at + 1)..];
        int whole = 0;
        for (int slot = 0; slot < LocationTable.Slots; slot++)
        {
            if (!IsOf(slot, module) || _locations[slot]->Function != 0)
                continue;
            // Where in something that is no file tells nothing: it is elsewhere each time.
            if (isFile || whole == 0)
            {
                _name.Clear();
                _name.Text(name);
                if (isFile)
                    _name.Text("+0x"u8).Hex((uint)_locations[slot]->Offset, _locations[slot]->Offset >> 24 == 0 ? 6 : 8);
                whole = _functions.Add(FunctionKind.User, module, _texts.Add(_name.Written));
            }
            _locations[slot]->Function = whole;
        }
    }

    // The number of a match's function; 0 where there is no match.
    private int Named(int number, FunctionKind kind, int module)
    {
        Match* match = _search.At(number);
        if (match == null || match->Name.Length == 0)
            return 0;
        if (match->Function == 0)
            match->Function = _functions.Add(kind, module, match->Name);
        return match->Function;
    }

    private bool IsUsed(int module)
    {
        for (int slot = 0; slot < LocationTable.Slots; slot++)
        {
            if (IsOf(slot, module))
                return true;
        }
        return false;
    }

    private bool IsOf(int slot, int module) => _locations[slot]->IsUsed && _locations[slot]->Module == module;
}
