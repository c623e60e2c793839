// A BPF object as clang, or our finaliser, writes it: ELF with programs in sections that name what they attach to, subprograms in
// .text, maps in .maps, variables in .rodata, .data and .bss, types in .BTF and .BTF.ext, a licence in "license".

using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Externs;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Object;

/// <summary>
/// What is in an object: parsed and checked, not yet in the kernel. <see cref="Open"/> makes no system call, so the same file gives
/// the same result everywhere.
/// </summary>
// Its methods are called from many places and never often: inlined, they would be a tenth of a loader.
public ref struct ObjectFile
{
    /// <summary>Where subprograms live.</summary>
    public static ReadOnlySpan<byte> TextSectionName => ".text"u8;

    // EM_BPF of include/uapi/linux/elf-em.h
    private const ushort BpfMachine = 247;
    private const int MaxLicenseBytes = 128;

    private Span<byte> _file;

    /// <summary>The object's headers and symbols.</summary>
    public ElfReader Elf;

    /// <summary>The object's types.</summary>
    public BtfReader Types;

    /// <summary>The bytes of <c>.BTF</c>.</summary>
    public ReadOnlySpan<byte> TypeBytes;

    /// <summary>The maps: the declared ones in the order of their section, then those of data sections.</summary>
    public Span<MapSpec> Maps;

    /// <summary>What the maps are like that maps of maps hold: <see cref="MapSpec.Inner"/> is a number in this list.</summary>
    public Span<MapSpec> InnerMaps;

    /// <summary>What maps of maps and arrays of programs hold from the start.</summary>
    public Span<MapSlot> Slots;

    /// <summary>What the object leaves to the loader to provide.</summary>
    public Span<ExternSpec> Externs;

    /// <summary>What goes into the map <c>.kconfig</c>: the values of externs, zeroes as long as they aren't resolved.</summary>
    public Span<byte> Configuration;

    /// <summary>The programs, in the order of the symbol table.</summary>
    public Span<ProgramSpec> Programs;

    /// <summary>The licence with its final zero; the kernel compares it with those that it takes for GPL-compatible.</summary>
    public ReadOnlySpan<byte> License;

    /// <summary>Reads an object.</summary>
    /// <param name="file">The whole file. Relocating changes its instructions in place, so give a copy.</param>
    /// <param name="arena">Keeps the lists.</param>
    /// <param name="opened">The object; unusable on failure.</param>
    /// <returns>
    /// A fault of the 100s to 300s, 600s or 700s. Its index counts as in <see cref="Maps"/> for the 600s, and is a symbol's number
    /// for the 700s.
    /// </returns>
    public static Fault Open(Span<byte> file, scoped ref Arena arena, out ObjectFile opened)
    {
        opened = default;
        Fault fault = ElfReader.Open(file, out ElfReader elf);
        if (fault.Failed)
            return fault.During(FaultStage.ReadObject);
        if (elf.IsBigEndian)
            return new Fault(FaultCode.ElfBigEndian, 0, 0, FaultStage.ReadObject);
        if (elf.Machine != BpfMachine)
            return new Fault(FaultCode.ElfNotBpf, elf.Machine, 0, FaultStage.ReadObject);
        if (!elf.TryFindSection(".BTF"u8, out ElfSection types) || !elf.TryFindSection("license"u8, out ElfSection license))
            return new Fault(FaultCode.ElfSectionMissing, 0, 0, FaultStage.ReadObject);

        opened._file = file;
        opened.Elf = elf;
        opened.TypeBytes = elf.Data(types);
        opened.License = elf.Data(license);
        if (opened.License.Length is 0 or > MaxLicenseBytes || opened.License.IndexOf((byte)0) < 0)
            return new Fault(FaultCode.ObjectBadLicense, 0, 0, FaultStage.ReadObject);
        if (Features.UnlinkedTypes)
            fault = DataSectionLayout.Relocate(elf, types, opened.MutableData(types));
        if (!fault.Failed)
            fault = BtfReader.Open(opened.TypeBytes, ref arena, out opened.Types);
        if (fault.Failed)
            return fault.During(FaultStage.ReadObjectTypes);
        if (Features.UnlinkedTypes)
            DataSectionLayout.Complete(elf, opened.Types, opened.MutableData(types));
        if (Features.Externs)
            fault = opened.ReadExterns(types, ref arena);
        if (!fault.Failed)
            fault = ObjectMaps.Read(elf, opened.Types, opened.Configuration, ref arena, out opened.Maps, out opened.InnerMaps);
        if (!fault.Failed)
            fault = ObjectPrograms.Read(elf, ref arena, out opened.Programs);
        if (!fault.Failed && Features.MapRelations)
            fault = MapSlot.Read(opened, ref arena, out opened.Slots);
        return fault.During(FaultStage.ReadObject);
    }

    private Fault ReadExterns(scoped in ElfSection types, scoped ref Arena arena)
    {
        Fault fault = ObjectExterns.Read(Elf, Types, ref arena, out Externs, out int configurationBytes);
        if (!fault.Failed)
            fault = arena.Allocate(configurationBytes, out Configuration);
        if (fault.Failed)
            return fault;
        Configuration.Clear();
        // The same bytes as the reader's, but writable.
        ExternTypes.Rewrite(Types, MutableData(types)[BtfReader.TypesOffset(TypeBytes)..], Externs, configurationBytes);
        return Fault.None;
    }

    /// <summary>A section's bytes, for changing instructions in place.</summary>
    /// <param name="section">A section of this object that has bytes in the file.</param>
    public readonly Span<byte> MutableData(scoped in ElfSection section) =>
        section.Type == ElfSectionType.NoBits ? default : _file.Slice((int)section.Offset, (int)section.Size);

    /// <summary>A program's name: its function's.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly ReadOnlySpan<byte> Name(scoped in ProgramSpec program) => Elf.Name(Elf.Symbol(program.Symbol));

    /// <summary>The name of the section that a program is in: what it is and where it attaches.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly ReadOnlySpan<byte> SectionName(scoped in ProgramSpec program) => Elf.Name(Elf.Section(program.Section));

    /// <summary>What a program attaches to: what was given, and else what its section's name says. Some have to know before they are loaded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly unsafe ReadOnlySpan<byte> Target(scoped in ProgramSpec program)
    {
        if (program.GivenTarget != null)
            return new ReadOnlySpan<byte>(program.GivenTarget, program.GivenTargetLength);
        ProgramSection.TryParse(SectionName(program), out ProgramSection section);
        // Of a cgroup's security hook it says which hook, not which cgroup.
        return program.Type == ProgramType.Lsm && program.Attach == AttachKind.Cgroup ? default : section.Target;
    }

    /// <summary>Says what a program attaches to.</summary>
    /// <param name="index">The program's number.</param>
    /// <param name="target">Has to stay where it is for as long as the object is used.</param>
    public readonly unsafe void SetTarget(int index, ReadOnlySpan<byte> target)
    {
        fixed (byte* start = target)
            Programs[index].GivenTarget = start;
        Programs[index].GivenTargetLength = target.Length;
    }

    /// <summary>A map's name: its variable's, or its section's for data; empty for an inner map.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly ReadOnlySpan<byte> Name(scoped in MapSpec map) =>
        map.IsConfiguration ? ObjectExterns.ConfigurationName
        : map.IsData ? Elf.Name(Elf.Section(map.Section))
        : map.Symbol != 0 ? Elf.Name(Elf.Symbol(map.Symbol))
        : Types.Name(map.NameOffset);

    /// <summary>Finds a map by name.</summary>
    /// <param name="name">Such as <c>EVENTS</c>.</param>
    /// <returns>Its number in <see cref="Maps"/>; -1 where there is none.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly int FindMap(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < Maps.Length; i++)
        {
            if (Name(Maps[i]).SequenceEqual(name))
                return i;
        }
        return -1;
    }

    /// <summary>The descriptor of a map.</summary>
    /// <param name="name">Such as <c>EVENTS</c>.</param>
    /// <returns><see cref="MapSpec.NotCreated"/> where there is none, or it isn't created.</returns>
    public readonly int Descriptor(ReadOnlySpan<byte> name)
    {
        int map = FindMap(name);
        return map < 0 ? MapSpec.NotCreated : Maps[map].Fd;
    }
}
