using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf;

/// <summary>The sentences behind <see cref="FaultCode"/> and <see cref="FaultStage"/>, in UTF-8, made for printing only.</summary>
public static class FaultText
{
    /// <summary>What went wrong, without a full stop.</summary>
    public static ReadOnlySpan<byte> Of(FaultCode code) => code switch
    {
        >= FaultCode.ConfigurationUnreadable and <= FaultCode.VariableOutOfBounds => HasVariables ? VariableFaultText.Of(code) : Unknown,
        >= FaultCode.KernelFunctionMissing and <= FaultCode.PerfEventMissing => HasProbes ? ProbeFaultText.Of(code) : Unknown,
        >= FaultCode.AttachTargetUnknown and <= FaultCode.LsmInactive => HasTyped ? TypedFaultText.Of(code) : Unknown,
        >= FaultCode.AttachTargetMalformed and <= FaultCode.NetfilterOccupied => HasNetwork ? NetworkFaultText.Of(code) : Unknown,
        _ => NumberedText.Find(Table, (uint)code, Unknown),
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

    // By the numbers of FaultCode.
    private static ReadOnlySpan<byte> Table =>
        """
        0 no fault
        101 out of memory set aside for loading
        102 a size is out of range
        103 a buffer is too short for the result
        201 not an ELF file
        202 not a 64-bit ELF file
        203 a big-endian ELF file, which no little-endian kernel loads
        204 an unknown ELF version
        205 the ELF headers leave the file
        206 a malformed ELF section table
        207 an ELF section leaves the file
        208 a malformed ELF string table
        209 a malformed ELF symbol table
        210 a malformed ELF relocation table
        211 an ELF relocation names a symbol that does not exist
        212 the object lacks a section that is needed
        214 an ELF section overlaps another one
        213 an ELF file for another machine than BPF
        301 not BTF
        302 big-endian BTF, which no little-endian kernel takes
        303 an unknown BTF version
        304 a malformed BTF header
        305 malformed BTF strings
        306 a BTF type leaves the type section
        307 a BTF type of an unknown kind
        308 a BTF name lies beyond the strings
        309 a BTF type refers to a type that does not exist or does not fit
        310 BTF types nested too deeply, or in a circle
        311 a BTF type without a usable size
        312 the BTF does not tell the size of a pointer
        320 split BTF on a base that does not go with it
        321 the BTF of a module can't be read
        401 a malformed .BTF.ext header
        402 .BTF.ext records of a wrong size
        403 a malformed section of .BTF.ext records
        501 a CO-RE relocation points at no instruction of a program
        502 a CO-RE relocation of an unknown kind
        503 a CO-RE relocation of a type that does not exist or has no name
        504 a CO-RE relocation whose access leads nowhere in its own type
        505 a CO-RE access of more than 64 levels
        506 two kernel types match and disagree on the value
        507 a bit field that no load of up to 8 bytes covers
        508 a CO-RE relocation kind that array elements do not have
        509 an instruction does not hold the value that its CO-RE relocation says
        510 a CO-RE value does not fit the instruction
        511 an instruction that CO-RE can not relocate
        512 a load or store of another width than the field
        601 a malformed map definition
        602 a map definition without a type
        603 a map definition with an attribute that is not supported
        605 the kernel refuses a map
        620 a static initialiser of a map that leads nowhere, or beyond the map
        621 the kernel refuses what a map is to hold from the start
        622 a map that is pinned already is another one
        623 a map can't be pinned, or a pinned one not be opened
        624 the path at which a map is to be pinned is too long
        625 the kernel's list of possible processors can't be read
        626 an object of more maps than anybody writes
        627 variables of an arena (.addr_space.1), and not one arena with room for them
        701 the object has no programs
        702 the object's licence is empty, too long or has no end
        703 a program leaves its section
        704 a section whose name means no kind of program that is known here
        705 an ELF relocation that does not fit its instruction
        706 a program uses a symbol that is not defined
        707 a reference that leads to no map, variable or function
        708 a program of more functions than the kernel takes
        709 functions that overlap
        710 the kernel refuses a program
        801 tracefs is not mounted
        802 the kernel has no such tracepoint
        803 the kernel refuses to attach a program
        804 the kernel lacks a feature
        805 this loader can't attach programs of its kind
        806 it is not said where to attach it
        901 the object has no ring buffer for events
        902 the ring buffer can't be read
        903 the ring buffer's contents make no sense

        """u8;

    private static ReadOnlySpan<byte> Unknown => "an unknown fault"u8;

    // A loader whose object can't cause a fault has no text for it either.
    private const bool HasVariables = Features.Externs;
    private const bool HasProbes =
        Features.Kprobe || Features.KprobeMulti || Features.Uprobe || Features.UprobeMulti || Features.Usdt || Features.PerfEvent;
    private const bool HasTyped = Features.Externs || Features.Tracing || Features.Lsm || Features.Iterator || Features.Freplace
        || Features.StructOps || Features.Cgroup;
}
