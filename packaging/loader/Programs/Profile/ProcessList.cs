// proc_pid_maps(5): `start-end permissions offset device inode path`, numbers but the inode's in hex.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;

namespace Corewright.Loader.Profile;

/// <summary>The processes that were sampled, and what they had mapped: read when each was met, for later it may be gone.</summary>
internal sealed unsafe class ProcessList
{
    private const int MostProcesses = 4096;
    private const int MostMappings = 64 << 10;
    private const int MostModules = 4096;
    private const int LineBytes = 8 << 10;

    private readonly TextPool _texts;
    private MappedMemory _processes;
    private MappedMemory _mappings;
    private MappedMemory _modules;
    private MappedMemory _pathBytes;
    private Utf8Writer _path = null!;
    private int _mappingCount;

    /// <summary>An empty list.</summary>
    /// <param name="texts">Keeps the paths.</param>
    public ProcessList(TextPool texts) => _texts = texts;

    /// <summary>How many processes there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many modules there are; the first two are no files.</summary>
    public int ModuleCount { get; private set; } = Module.FirstOfUsers;

    /// <summary>A process.</summary>
    public SeenProcess* this[int number] => (SeenProcess*)_processes.Start + number;

    /// <summary>Takes memory.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Open()
    {
        _processes = MappedMemory.Allocate(MostProcesses * sizeof(SeenProcess));
        _mappings = MappedMemory.Allocate(MostMappings * sizeof(Mapping));
        _modules = MappedMemory.Allocate(MostModules * sizeof(Module));
        _pathBytes = MappedMemory.Allocate(LineBytes);
        _path = new Utf8Writer(_pathBytes.Start, LineBytes, Utf8Writer.MemoryOnly);
        return !_processes.IsEmpty && !_mappings.IsEmpty && !_modules.IsEmpty && !_pathBytes.IsEmpty;
    }

    /// <summary>Takes a process, and reads what it has mapped.</summary>
    public void Add(in ProcessSeen seen)
    {
        int known = Find(seen.Process.Tgid, seen.AddressSpace);
        if (known < 0 && Count < MostProcesses)
        {
            known = Count++;
            *this[known] = new SeenProcess { Who = seen.Process, AddressSpace = seen.AddressSpace };
        }
        // It may have got another name.
        if (known >= 0)
            this[known]->Who = seen.Process;
        // The kernel's threads have nothing mapped.
        if (known >= 0 && seen.AddressSpace != 0)
            ReadMappings(this[known]);
    }

    /// <summary>
    /// Some time has passed: looks again at what processes have mapped, soon after they were met and then less and less often. A
    /// program's libraries come after its start, and some much later.
    /// </summary>
    public void Tick()
    {
        for (int i = 0; i < Count; i++)
        {
            SeenProcess* process = this[i];
            process->Age++;
            // 1, 2, 4, 8 ...
            if (process->AddressSpace != 0 && (process->Age & (process->Age - 1)) == 0)
                ReadMappings(process);
        }
    }

    /// <summary>The number of a process, or -1.</summary>
    public int Find(uint tgid, ulong addressSpace)
    {
        // Mostly it is one that was met not long ago.
        int number = Count - 1;
        while (number >= 0 && (this[number]->Who.Tgid != tgid || this[number]->AddressSpace != addressSpace))
            number--;
        return number;
    }

    /// <summary>Finds what is at an address, if need be in what was mapped meanwhile.</summary>
    /// <param name="number">The process.</param>
    /// <param name="address">The address.</param>
    /// <param name="module">The number of the module there, or <see cref="Module.Unknown"/>.</param>
    /// <param name="offset">Bytes from the file's start.</param>
    public void Locate(int number, ulong address, out int module, out ulong offset)
    {
        SeenProcess* process = this[number];
        while (true)
        {
            for (int i = process->First; i < process->First + process->Count; i++)
            {
                Mapping* mapping = (Mapping*)_mappings.Start + i;
                if (address >= mapping->Start && address < mapping->End)
                {
                    module = mapping->Module;
                    offset = address - mapping->Start + mapping->Offset;
                    return;
                }
            }
            if (process->IsReread)
                break;
            process->IsReread = true;
            ReadMappings(process);
        }
        module = Module.Unknown;
        offset = 0;
    }

    /// <summary>The path of a module, as the process has it.</summary>
    public ReadOnlySpan<byte> Path(int module) => module < Module.FirstOfUsers ? default : _texts[At(module)->Path];

    /// <summary>Writes the path by which a module's file can be opened here, ended by a zero; empty where there is none.</summary>
    public ReadOnlySpan<byte> Openable(int module)
    {
        Module* wanted = At(module);
        if (wanted->Inode == 0)
            return default;
        _path.Clear();
        _path.Text("/proc/"u8).Decimal(wanted->Process).Text("/root"u8).Text(Path(module)).Byte(0);
        if (KernelFile.Probe(_path.Written) >= 0)
            return _path.Written;
        // The process is gone. In the loader's own root the path is its file only if it is the same one.
        _path.Clear();
        _path.Text(Path(module)).Byte(0);
        return KernelFile.Inode(_path.Written) == wanted->Inode ? _path.Written : default;
    }

    /// <summary>Reads a line of what a process has mapped.</summary>
    /// <param name="line">The line.</param>
    /// <param name="mapping">Where; without the module.</param>
    /// <param name="inode">The file's number.</param>
    /// <param name="path">The file's path, or a name in brackets; may be empty.</param>
    /// <returns>Whether it is code.</returns>
    internal static bool TryParse(ReadOnlySpan<byte> line, out Mapping mapping, out ulong inode, out ReadOnlySpan<byte> path)
    {
        mapping = default;
        mapping.Start = Number(ref line, 16);
        line = line.Length != 0 && line[0] == '-' ? line[1..] : default;
        mapping.End = Number(ref line, 16);
        bool isCode = line.Length > 6 && line[0] == ' ' && line[3] == 'x';
        line = line.Length > 6 ? line[6..] : default;
        mapping.Offset = Number(ref line, 16);
        int device = line.IndexOf((byte)':');
        line = device < 0 ? default : line[(device + 1)..];
        Number(ref line, 16);
        line = line.Length != 0 ? line[1..] : default;
        inode = Number(ref line, 10);
        while (line.Length != 0 && line[0] == ' ')
            line = line[1..];
        path = line;
        return isCode && mapping.End > mapping.Start;
    }

    private Module* At(int module) => (Module*)_modules.Start + module;

    private void ReadMappings(SeenProcess* process)
    {
        _path.Clear();
        _path.Text("/proc/"u8).Decimal(process->Who.Tgid).Text("/maps\0"u8);
        Span<byte> buffer = stackalloc byte[LineBytes];
        if (LineReader.Open(_path.Written, buffer, out LineReader lines) < 0)
            return;
        int first = _mappingCount;
        while (_mappingCount < MostMappings && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (!TryParse(line, out Mapping mapping, out ulong inode, out ReadOnlySpan<byte> path))
                continue;
            mapping.Module = ModuleOf(path, inode, process->Who.Tgid);
            ((Mapping*)_mappings.Start)[_mappingCount++] = mapping;
        }
        lines.Dispose();
        int count = _mappingCount - first;
        // A process that just ended has no mappings any more; those it had are the better ones.
        if (count == 0 || !IsSame(process, first, count))
        {
            _mappingCount = first;
            return;
        }
        if (count <= process->Count)
        {
            // They take the place of the old ones.
            new Span<Mapping>((Mapping*)_mappings.Start + first, count).CopyTo(new Span<Mapping>((Mapping*)_mappings.Start + process->First, count));
            _mappingCount = first;
            first = process->First;
        }
        process->First = first;
        process->Count = count;
    }

    // Meanwhile it may have become another program, or its number another process's: then the first of its mappings is gone.
    private bool IsSame(SeenProcess* process, int first, int count)
    {
        if (process->Count == 0)
            return true;
        Mapping* known = (Mapping*)_mappings.Start + process->First;
        for (int i = first; i < first + count; i++)
        {
            Mapping* mapping = (Mapping*)_mappings.Start + i;
            if (mapping->Start == known->Start && mapping->Module == known->Module)
                return true;
        }
        return false;
    }

    private int ModuleOf(ReadOnlySpan<byte> path, ulong inode, uint process)
    {
        for (int module = ModuleCount - 1; module >= Module.FirstOfUsers; module--)
        {
            if (At(module)->Inode == inode && Path(module).SequenceEqual(path))
            {
                At(module)->Process = process;
                return module;
            }
        }
        if (ModuleCount == MostModules)
            return Module.Unknown;
        *At(ModuleCount) = new Module { Path = _texts.Add(path), Inode = inode, Process = process };
        return ModuleCount++;
    }

    private static ulong Number(ref ReadOnlySpan<byte> text, uint radix)
    {
        ulong value = 0;
        int at = 0;
        for (; at < text.Length; at++)
        {
            uint digit = text[at] switch
            {
                >= (byte)'0' and <= (byte)'9' => text[at] - (uint)'0',
                >= (byte)'a' and <= (byte)'f' => text[at] - (uint)'a' + 10,
                _ => uint.MaxValue,
            };
            if (digit >= radix)
                break;
            value = (value * radix) + digit;
        }
        text = text[at..];
        return value;
    }
}
