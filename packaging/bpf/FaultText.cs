using System;

namespace Corewright.Bpf;

/// <summary>The sentences behind <see cref="FaultCode"/> and <see cref="FaultStage"/>, in UTF-8, made for printing only.</summary>
public static class FaultText
{
    /// <summary>What went wrong, without a full stop.</summary>
    public static ReadOnlySpan<byte> Of(FaultCode code) => code switch
    {
        FaultCode.None => "no fault"u8,
        FaultCode.ArenaFull => "out of memory set aside for loading"u8,
        FaultCode.SizeOutOfRange => "a size is out of range"u8,
        FaultCode.BufferTooShort => "a buffer is too short for the result"u8,
        FaultCode.ElfBadMagic => "not an ELF file"u8,
        FaultCode.ElfNot64Bit => "not a 64-bit ELF file"u8,
        FaultCode.ElfBigEndian => "a big-endian ELF file, which no little-endian kernel loads"u8,
        FaultCode.ElfBadVersion => "an unknown ELF version"u8,
        FaultCode.ElfTruncated => "the ELF headers leave the file"u8,
        FaultCode.ElfBadSectionTable => "a malformed ELF section table"u8,
        FaultCode.ElfSectionOutOfBounds => "an ELF section leaves the file"u8,
        FaultCode.ElfBadStringTable => "a malformed ELF string table"u8,
        FaultCode.ElfBadSymbolTable => "a malformed ELF symbol table"u8,
        FaultCode.ElfBadRelocationTable => "a malformed ELF relocation table"u8,
        FaultCode.ElfBadRelocation => "an ELF relocation names a symbol that does not exist"u8,
        FaultCode.ElfSectionMissing => "the object lacks a section that is needed"u8,
        FaultCode.ElfSectionsOverlap => "an ELF section overlaps another one"u8,
        FaultCode.ElfNotBpf => "an ELF file for another machine than BPF"u8,
        FaultCode.BtfBadMagic => "not BTF"u8,
        FaultCode.BtfBigEndian => "big-endian BTF, which no little-endian kernel takes"u8,
        FaultCode.BtfBadVersion => "an unknown BTF version"u8,
        FaultCode.BtfBadHeader => "a malformed BTF header"u8,
        FaultCode.BtfBadStrings => "malformed BTF strings"u8,
        FaultCode.BtfTypeTruncated => "a BTF type leaves the type section"u8,
        FaultCode.BtfUnknownKind => "a BTF type of an unknown kind"u8,
        FaultCode.BtfBadName => "a BTF name lies beyond the strings"u8,
        FaultCode.BtfBadReference => "a BTF type refers to a type that does not exist or does not fit"u8,
        FaultCode.BtfTooDeep => "BTF types nested too deeply, or in a circle"u8,
        FaultCode.BtfNoSize => "a BTF type without a usable size"u8,
        FaultCode.BtfNoPointerSize => "the BTF does not tell the size of a pointer"u8,
        FaultCode.BtfBadBase => "split BTF on a base that does not go with it"u8,
        FaultCode.ModuleTypesUnreadable => "the BTF of a module can't be read"u8,
        FaultCode.BtfExtBadHeader => "a malformed .BTF.ext header"u8,
        FaultCode.BtfExtBadRecordSize => ".BTF.ext records of a wrong size"u8,
        FaultCode.BtfExtBadSection => "a malformed section of .BTF.ext records"u8,
        FaultCode.CoreBadInstruction => "a CO-RE relocation points at no instruction of a program"u8,
        FaultCode.CoreUnknownKind => "a CO-RE relocation of an unknown kind"u8,
        FaultCode.CoreBadLocalType => "a CO-RE relocation of a type that does not exist or has no name"u8,
        FaultCode.CoreBadAccess => "a CO-RE relocation whose access leads nowhere in its own type"u8,
        FaultCode.CoreAccessTooDeep => "a CO-RE access of more than 64 levels"u8,
        FaultCode.CoreAmbiguous => "two kernel types match and disagree on the value"u8,
        FaultCode.CoreBitfieldTooWide => "a bit field that no load of up to 8 bytes covers"u8,
        FaultCode.CoreKindNeedsField => "a CO-RE relocation kind that array elements do not have"u8,
        FaultCode.CoreUnexpectedValue => "an instruction does not hold the value that its CO-RE relocation says"u8,
        FaultCode.CoreValueTooBig => "a CO-RE value does not fit the instruction"u8,
        FaultCode.CoreBadInstructionForm => "an instruction that CO-RE can not relocate"u8,
        FaultCode.CoreBadAccessWidth => "a load or store of another width than the field"u8,
        FaultCode.MapBadDefinition => "a malformed map definition"u8,
        FaultCode.MapWithoutType => "a map definition without a type"u8,
        FaultCode.MapUnknownAttribute => "a map definition with an attribute that is not supported"u8,
        FaultCode.MapRefused => "the kernel refuses a map"u8,
        FaultCode.MapBadSlot => "a static initialiser of a map that leads nowhere, or beyond the map"u8,
        FaultCode.MapSlotRefused => "the kernel refuses what a map is to hold from the start"u8,
        FaultCode.MapPinnedDiffers => "a map that is pinned already is another one"u8,
        FaultCode.MapPinRefused => "a map can't be pinned, or a pinned one not be opened"u8,
        FaultCode.MapPinPathTooLong => "the path at which a map is to be pinned is too long"u8,
        FaultCode.MapNoProcessors => "the kernel's list of possible processors can't be read"u8,
        FaultCode.MapTooMany => "an object of more maps than anybody writes"u8,
        FaultCode.ObjectWithoutPrograms => "the object has no programs"u8,
        FaultCode.ObjectBadLicense => "the object's licence is empty, too long or has no end"u8,
        FaultCode.ProgramOutOfBounds => "a program leaves its section"u8,
        FaultCode.ProgramUnknownSection => "a section whose name means no kind of program that is known here"u8,
        FaultCode.ProgramBadRelocation => "an ELF relocation that does not fit its instruction"u8,
        FaultCode.ProgramUndefinedSymbol => "a program uses a symbol that is not defined"u8,
        FaultCode.ProgramUnknownTarget => "a reference that leads to no map, variable or function"u8,
        FaultCode.ProgramTooManyFunctions => "a program of more functions than the kernel takes"u8,
        FaultCode.ProgramOverlappingFunctions => "functions that overlap"u8,
        FaultCode.ProgramRefused => "the kernel refuses a program"u8,
        FaultCode.TracefsNotMounted => "tracefs is not mounted"u8,
        FaultCode.TracepointMissing => "the kernel has no such tracepoint"u8,
        FaultCode.AttachRefused => "the kernel refuses to attach a program"u8,
        FaultCode.FeatureMissing => "the kernel lacks a feature"u8,
        FaultCode.AttachUnknownKind => "this loader can't attach programs of its kind"u8,
        FaultCode.AttachTargetMissing => "it is not said where to attach it"u8,
        >= FaultCode.ConfigurationUnreadable and <= FaultCode.VariableOutOfBounds => HasVariables ? VariableFaultText.Of(code) : Unknown,
        >= FaultCode.KernelFunctionMissing and <= FaultCode.PerfEventMissing => HasProbes ? ProbeFaultText.Of(code) : Unknown,
        >= FaultCode.AttachTargetUnknown and <= FaultCode.LsmInactive => HasTyped ? TypedFaultText.Of(code) : Unknown,
        >= FaultCode.AttachTargetMalformed and <= FaultCode.NetfilterOccupied => HasNetwork ? NetworkFaultText.Of(code) : default,
        FaultCode.EventsMapMissing => "the object has no ring buffer for events"u8,
        FaultCode.EventsUnreadable => "the ring buffer can't be read"u8,
        FaultCode.EventsDamaged => "the ring buffer's contents make no sense"u8,
        _ => Unknown,
    };

    /// <summary>What was being done, as in "while …"; empty if that is not known.</summary>
    public static ReadOnlySpan<byte> Of(FaultStage stage) => stage switch
    {
        FaultStage.ReadObject => "reading the object"u8,
        FaultStage.ReadObjectTypes => "reading the object's BTF"u8,
        FaultStage.ReadKernelTypes => "reading the kernel's BTF"u8,
        FaultStage.Relocate => "relocating"u8,
        FaultStage.CreateMaps => "creating maps"u8,
        FaultStage.LoadPrograms => "loading programs"u8,
        FaultStage.Attach => "attaching"u8,
        FaultStage.ReadEvents => "reading events"u8,
        _ => default,
    };

    private const bool HasNetwork =
        Features.Xdp || Features.TrafficControl || Features.Netkit || Features.Cgroup || Features.Sockets || Features.Netfilter;

    private static ReadOnlySpan<byte> Unknown => "an unknown fault"u8;

    // A loader whose object can't cause a fault has no text for it either.
    private const bool HasVariables = Features.Externs;
    private const bool HasProbes =
        Features.Kprobe || Features.KprobeMulti || Features.Uprobe || Features.UprobeMulti || Features.Usdt || Features.PerfEvent;
    private const bool HasTyped = Features.Externs || Features.Tracing || Features.Lsm || Features.Iterator || Features.Freplace
        || Features.StructOps || Features.Cgroup;
}
