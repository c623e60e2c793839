using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;
using Corewright.Build.Matrix;

namespace Corewright.Build.Loaders;

/// <summary>
/// Writes the class <see cref="Features"/> for a freestanding program: true for what its object needs, false for the rest. The
/// compilers then leave out what is never reached.
/// </summary>
internal static class FeatureSource
{
    private static readonly string[] s_all =
        [.. typeof(Features).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => f.Name)];

    /// <summary>For a program that is to load any object.</summary>
    /// <param name="folder">Where the file is written to.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The file.</returns>
    public static Task<string> WriteAsync(string folder, CancellationToken cancellationToken) =>
        WriteAsync(folder, "all", [.. s_all.Where(name => name != nameof(Features.BigEndian))], cancellationToken);

    /// <summary>For a program that is to load one object.</summary>
    /// <param name="folder">Where the file is written to.</param>
    /// <param name="program">The object's name.</param>
    /// <param name="path">The object.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The file.</returns>
    /// <exception cref="BuildException">The object can't be read.</exception>
    public static async Task<string> WriteAsync(string folder, string program, string path, CancellationToken cancellationToken)
    {
        byte[] file = await File.ReadAllBytesAsync(path, cancellationToken);
        return await WriteAsync(folder, program, [.. NeededBy(file, path)], cancellationToken);
    }

    /// <summary>What an object needs, by the names of <see cref="Features"/>.</summary>
    /// <param name="file">The object; is not changed.</param>
    /// <param name="path">What it is called in errors.</param>
    /// <exception cref="BuildException">The object can't be read.</exception>
    internal static IReadOnlySet<string> NeededBy(byte[] file, string path)
    {
        using var block = NativeBlock.For(0, file.Length);
        Arena arena = block.OpenArena();
        byte[] copy = [.. file];
        Fault fault = ObjectFile.Open(copy, ref arena, out ObjectFile opened);
        if (fault.Failed)
            throw new BuildException($"the object can't be read: {Encoding.UTF8.GetString(FaultText.Of(fault.Code))}", path);
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        // Opening an object completes what its compiler left for a linker, and changes nothing else.
        if (!copy.AsSpan().SequenceEqual(file))
            needed.Add(nameof(Features.UnlinkedTypes));
        foreach (ProgramSpec program in opened.Programs)
        {
            needed.Add(Feature(program));
            if (SleepableProgram.Is(program))
                needed.Add(nameof(Features.Sleepable));
        }
        foreach (MapSpec map in opened.Maps)
            needed.UnionWith(Of(map));
        for (int i = 1; i < opened.Elf.SectionCount; i++)
        {
            if (LegacyMaps.IsSection(opened.Elf.Name(opened.Elf.Section(i))))
                needed.Add(nameof(Features.LegacyMaps));
        }
        if (opened.Types.TryFind(".kconfig"u8, BtfKind.DataSection, out _) || opened.Types.TryFind(".ksyms"u8, BtfKind.DataSection, out _))
            needed.Add(nameof(Features.Externs));
        if (HandsOutFunctions(opened.Elf))
            needed.Add(nameof(Features.Callbacks));
        if (opened.Externs.Length != 0 || MeetsModules(opened.Programs))
            needed.Add(nameof(Features.ModuleTypes));
        if (HasTypesToAdapt(opened))
            needed.Add(nameof(Features.AdaptedTypes));
        if (opened.FindMap("COREWRIGHT_LOG"u8) >= 0)
            needed.Add(nameof(Features.Logging));
        needed.UnionWith(OfRelocations(opened.Elf));
        return needed;
    }

    /// <summary>
    /// Whether a program is of a kind whose types are often a module's (connection tracking, drivers). Looking there for every program
    /// would cost each loader 5 KB; one that asks whether a type exists is served as well.
    /// </summary>
    private static bool MeetsModules(ReadOnlySpan<ProgramSpec> programs)
    {
        foreach (ref readonly ProgramSpec program in programs)
        {
            if (program.Attach is AttachKind.Xdp or AttachKind.TrafficControl or AttachKind.Netkit or AttachKind.Netfilter
                or AttachKind.Tracing or AttachKind.StructOps)
            {
                return true;
            }
        }
        return false;
    }

    private static HashSet<string> OfRelocations(ElfReader elf)
    {
        var needed = new HashSet<string>();
        if (!elf.TryFindSection(".BTF.ext"u8, out ElfSection section) || BtfExtReader.Open(elf.Data(section), out BtfExtReader extended).Failed)
            return needed;
        BtfExtTable.Cursor sections = extended.Relocations.Sections;
        while (sections.Next(out BtfExtSection part))
        {
            for (int i = 0; i < part.Count; i++)
            {
                CoreKind kind = part.Relocation(i).Kind;
                if (kind == CoreKind.TypeMatches)
                    needed.Add(nameof(Features.TypeMatches));
                if (CoreKindName.IsEnumerator(kind))
                    needed.Add(nameof(Features.Enumerators));
                if (kind is CoreKind.TypeExists or CoreKind.TypeMatches or CoreKind.TargetTypeId)
                    needed.Add(nameof(Features.ModuleTypes));
            }
        }

        return needed;
    }

    /// <summary>Whether the address of a function is loaded somewhere.</summary>
    private static bool HandsOutFunctions(ElfReader elf)
    {
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection section = elf.Section(i);
            if (section.Type != ElfSectionType.Relocations || !elf.Section((int)section.Info).IsExecutable
                || elf.Relocations(section, out ElfRelocationTable relocations).Failed)
            {
                continue;
            }
            for (int j = 0; j < relocations.Count; j++)
            {
                ElfSymbol symbol = elf.Symbol((int)relocations[j].Symbol);
                if (relocations[j].Type == BpfRelocationType.Immediate64 && symbol.Section != 0 && symbol.Section < elf.SectionCount
                    && elf.Section(symbol.Section).IsExecutable)
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Whether BTF can't be handed to each kernel from 5.10 on as it is in the object.</summary>
    private static bool HasTypesToAdapt(ObjectFile opened)
    {
        for (uint id = 1; id < opened.Types.TypeCount; id++)
        {
            BtfType type = opened.Types.Type(id);
            bool adapt = type.Kind switch
            {
                BtfKind.DataSection => type.SizeOrType == 0 || opened.Types.Name(type).StartsWith("?"u8),
                BtfKind.Function => type.Linkage == 2,
                BtfKind.Enum => type.KindFlag,
                BtfKind.Float or BtfKind.DeclarationTag or BtfKind.TypeTag or BtfKind.Enum64 => true,
                _ => false,
            };
            if (adapt)
                return true;
        }
        for (int i = 1; i < opened.Elf.SymbolCount; i++)
        {
            ElfSymbol symbol = opened.Elf.Symbol(i);
            if (symbol.IsHidden && !symbol.IsLocal)
                return true;
        }
        return false;
    }

    private static IEnumerable<string> Of(MapSpec map)
    {
        if (map.Inner != MapSpec.NoInner || map.SlotsOffset != 0 || map.Pinning != MapPinning.None)
            yield return nameof(Features.MapRelations);
        if (map.Type == MapType.StructOps)
            yield return nameof(Features.StructOps);
        if (map.Type == MapType.Arena)
            yield return nameof(Features.Arena);
    }

    private static string Feature(ProgramSpec program) => program.Attach switch
    {
        AttachKind.Tracepoint => nameof(Features.Tracepoint),
        AttachKind.RawTracepoint => nameof(Features.RawTracepoint),
        AttachKind.Kprobe or AttachKind.Kretprobe or AttachKind.Ksyscall or AttachKind.Kretsyscall => nameof(Features.Kprobe),
        AttachKind.KprobeMulti or AttachKind.KretprobeMulti or AttachKind.KprobeSession => nameof(Features.KprobeMulti),
        AttachKind.Uprobe or AttachKind.Uretprobe => nameof(Features.Uprobe),
        AttachKind.UprobeMulti or AttachKind.UretprobeMulti or AttachKind.UprobeSession => nameof(Features.UprobeMulti),
        AttachKind.Usdt => nameof(Features.Usdt),
        AttachKind.PerfEvent => nameof(Features.PerfEvent),
        AttachKind.Tracing => nameof(Features.Tracing),
        AttachKind.Lsm => nameof(Features.Lsm),
        AttachKind.Iterator => nameof(Features.Iterator),
        AttachKind.Freplace => nameof(Features.Freplace),
        AttachKind.StructOps => nameof(Features.StructOps),
        AttachKind.Xdp => nameof(Features.Xdp),
        AttachKind.TrafficControl => nameof(Features.TrafficControl),
        AttachKind.Netkit => nameof(Features.Netkit),
        AttachKind.Cgroup => program.Type == ProgramType.Lsm ? nameof(Features.Lsm) : nameof(Features.Cgroup),
        AttachKind.SocketLookup or AttachKind.SocketMap or AttachKind.FlowDissector or AttachKind.SocketFilter => nameof(Features.Sockets),
        AttachKind.Netfilter => nameof(Features.Netfilter),
        _ => program.Type switch
        {
            ProgramType.Syscall => nameof(Features.Syscall),
            ProgramType.Xdp => nameof(Features.Xdp),
            ProgramType.SchedAction => nameof(Features.TrafficControl),
            ProgramType.CgroupSkb => nameof(Features.Cgroup),
            _ => nameof(Features.Sockets),
        },
    };

    private static async Task<string> WriteAsync(
        string folder, string name, IReadOnlyCollection<string> needed, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("namespace Corewright.Bpf;\n\npublic static class Features\n{\n");
        foreach (string feature in s_all)
            text.Append("    public const bool ").Append(feature).Append(" = ").Append(needed.Contains(feature) ? "true" : "false").Append(";\n");
        string file = Path.Combine(folder, $"Features-{name}.cs");
        Directory.CreateDirectory(folder);
        string fresh = $"{file}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(fresh, text.Append("}\n").ToString(), cancellationToken);
        File.Move(fresh, file, overwrite: true);
        return file;
    }
}
