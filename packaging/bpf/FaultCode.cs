namespace Corewright.Bpf;

/// <summary>
/// Every way in which reading, relocating or loading can fail. The hundreds say whose fault it is; numbers are never reused,
/// so that a number in a report keeps its meaning.
/// </summary>
public enum FaultCode : ushort
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>The arena has no room left; the index is the number of bytes asked for.</summary>
    ArenaFull = 101,

    /// <summary>A size or count is negative or too big to be held in memory.</summary>
    SizeOutOfRange = 102,

    /// <summary>The buffer that a result is written to is too short.</summary>
    BufferTooShort = 103,

    /// <summary>The file does not start with ELF's magic.</summary>
    ElfBadMagic = 201,

    /// <summary>The file is not 64-bit ELF.</summary>
    ElfNot64Bit = 202,

    /// <summary>The file is big endian, and the kernel that is to take it is not.</summary>
    ElfBigEndian = 203,

    /// <summary>The ELF version is not 1.</summary>
    ElfBadVersion = 204,

    /// <summary>The file header or the section header table leaves the file.</summary>
    ElfTruncated = 205,

    /// <summary>Section headers are not 64 bytes long, or there are more than the header can count.</summary>
    ElfBadSectionTable = 206,

    /// <summary>A section leaves the file; the index is its number.</summary>
    ElfSectionOutOfBounds = 207,

    /// <summary>A string table is not one, or does not end in a zero byte; the index is its section number.</summary>
    ElfBadStringTable = 208,

    /// <summary>There are two symbol tables, or its entries are not 24 bytes long; the index is its section number.</summary>
    ElfBadSymbolTable = 209,

    /// <summary>A relocation section's entries are not 16 bytes long, or it isn't SHT_REL; the index is its section number.</summary>
    ElfBadRelocationTable = 210,

    /// <summary>A relocation names a symbol that isn't there; the index is the relocation's number.</summary>
    ElfBadRelocation = 211,

    /// <summary>The object lacks a section that is needed.</summary>
    ElfSectionMissing = 212,

    /// <summary>The file is for another machine than BPF; the index is its <c>e_machine</c>.</summary>
    ElfNotBpf = 213,

    /// <summary>Sections take more bytes than the file has; the index is the number of the one that is too many.</summary>
    ElfSectionsOverlap = 214,

    /// <summary>The data does not start with BTF's magic.</summary>
    BtfBadMagic = 301,

    /// <summary>The BTF is big endian, and the kernel that is to take it is not.</summary>
    BtfBigEndian = 302,

    /// <summary>The BTF version is not 1.</summary>
    BtfBadVersion = 303,

    /// <summary>The header, or a part that it points to, leaves the data, overlaps another, or is not aligned.</summary>
    BtfBadHeader = 304,

    /// <summary>The strings don't start and end with a zero byte.</summary>
    BtfBadStrings = 305,

    /// <summary>A type leaves the type section; the index is its id.</summary>
    BtfTypeTruncated = 306,

    /// <summary>A type is of a kind that is not known; the index is its id.</summary>
    BtfUnknownKind = 307,

    /// <summary>A name's offset is beyond the strings; the index is the type's id.</summary>
    BtfBadName = 308,

    /// <summary>A type refers to a type that isn't there, or to one that it may not refer to; the index is its id.</summary>
    BtfBadReference = 309,

    /// <summary>A chain of types is longer than any compiler makes it, or closed in itself; the index is the first one's id.</summary>
    BtfTooDeep = 310,

    /// <summary>A type has no size, or one beyond 4 GiB; the index is its id.</summary>
    BtfNoSize = 311,

    /// <summary>The size of a pointer can't be told: no integer named <c>long</c>.</summary>
    BtfNoPointerSize = 312,

    /// <summary>Split BTF on a base that is split itself, or of another byte order.</summary>
    BtfBadBase = 320,

    /// <summary>The kernel does not give out the BTF of a module; the index is its number.</summary>
    ModuleTypesUnreadable = 321,

    /// <summary>The .BTF.ext header, or a part that it points to, leaves the data or is not aligned.</summary>
    BtfExtBadHeader = 401,

    /// <summary>The records of a .BTF.ext part are shorter than the format's first version, or not a multiple of 4.</summary>
    BtfExtBadRecordSize = 402,

    /// <summary>A section of records is empty or leaves its part; the index is the section's number within the part.</summary>
    BtfExtBadSection = 403,

    /// <summary>A relocation's instruction offset is not a multiple of 8, or lies in no program.</summary>
    CoreBadInstruction = 501,

    /// <summary>A relocation is of a kind that is not known.</summary>
    CoreUnknownKind = 502,

    /// <summary>A relocation's type does not exist, or has no name to look for.</summary>
    CoreBadLocalType = 503,

    /// <summary>A relocation's access string is not a list of numbers, or leads nowhere in the local type.</summary>
    CoreBadAccess = 504,

    /// <summary>A relocation's access goes more than 64 levels deep, in the object or in the kernel.</summary>
    CoreAccessTooDeep = 505,

    /// <summary>Two types of the kernel match and disagree on the value.</summary>
    CoreAmbiguous = 506,

    /// <summary>A bit field can't be read with one load of up to 8 bytes.</summary>
    CoreBitfieldTooWide = 507,

    /// <summary>The kind can't be asked of an array element.</summary>
    CoreKindNeedsField = 508,

    /// <summary>The instruction does not hold the local value that the relocation says.</summary>
    CoreUnexpectedValue = 509,

    /// <summary>The value is beyond what the instruction's offset can hold.</summary>
    CoreValueTooBig = 510,

    /// <summary>The instruction is not one that can be relocated.</summary>
    CoreBadInstructionForm = 511,

    /// <summary>The load's or store's width is not the local field's, or the kernel's field has none that fits.</summary>
    CoreBadAccessWidth = 512,

    /// <summary>A map's definition is not a struct of pointers to arrays and types; the index is the map's number.</summary>
    MapBadDefinition = 601,

    /// <summary>A map's definition has no <c>type</c>; the index is the map's number.</summary>
    MapWithoutType = 602,

    /// <summary>A map's definition has an attribute that is not supported; the index is the map's number.</summary>
    MapUnknownAttribute = 603,

    /// <summary>The kernel does not create or fill a map; the index is the map's number.</summary>
    MapRefused = 605,

    /// <summary>A static initialiser of a map that leads nowhere, or beyond the map; the index is the map's number.</summary>
    MapBadSlot = 620,

    /// <summary>The kernel does not take a static initialiser; the index is the map's number.</summary>
    MapSlotRefused = 621,

    /// <summary>A map that is pinned already is not the one that the object declares.</summary>
    MapPinnedDiffers = 622,

    /// <summary>A map can't be pinned, or a pinned one not be opened.</summary>
    MapPinRefused = 623,

    /// <summary>The path at which a map is to be pinned is too long.</summary>
    MapPinPathTooLong = 624,

    /// <summary>The kernel's list of possible processors, by which a map gets its size, can't be read.</summary>
    MapNoProcessors = 625,

    /// <summary>An object of more maps than anybody writes; the index is how many.</summary>
    MapTooMany = 626,

    /// <summary>Variables of an arena (section .addr_space.1) without one arena, and only one, that has room for them.</summary>
    MapArenaVariables = 627,

    /// <summary>The object has no global variable of that name.</summary>
    VariableMissing = 670,

    /// <summary>A global variable has no such field or element; the index is where in the path.</summary>
    VariableBadPath = 671,

    /// <summary>A value is not as large as the global variable; the index is the variable's size in bytes.</summary>
    VariableWrongSize = 672,

    /// <summary>A text is no value of the global variable's type, or does not fit; the index is the variable's size in bytes.</summary>
    VariableBadValue = 673,

    /// <summary>A global variable leaves its section; the index is the map's number.</summary>
    VariableOutOfBounds = 674,

    /// <summary>How the kernel was configured can't be read; the index is the symbol's number of an extern that needs it.</summary>
    ConfigurationUnreadable = 660,

    /// <summary>The kernel's configuration doesn't have what an extern asks for; the index is its symbol's number.</summary>
    ConfigurationMissing = 661,

    /// <summary>A value of the kernel's configuration doesn't fit the extern; the index is its symbol's number.</summary>
    ConfigurationMismatch = 662,

    /// <summary>An extern is of a type that no value has; the index is its symbol's number.</summary>
    ExternBadType = 663,

    /// <summary>The object has no programs.</summary>
    ObjectWithoutPrograms = 701,

    /// <summary>The licence is empty, too long or not ended by a zero.</summary>
    ObjectBadLicense = 702,

    /// <summary>A program leaves its section or is not made of whole instructions; the index is its symbol's number.</summary>
    ProgramOutOfBounds = 703,

    /// <summary>A program's section names no attach point that is supported; the index is its symbol's number.</summary>
    ProgramUnknownSection = 704,

    /// <summary>A relocation does not fit the instruction that it is for; the index is the instruction's number in its section.</summary>
    ProgramBadRelocation = 705,

    /// <summary>A program uses something that no object defines; the index is the symbol's number.</summary>
    ProgramUndefinedSymbol = 706,

    /// <summary>A reference leads to no map, variable or function; the index is the instruction's number in its section.</summary>
    ProgramUnknownTarget = 707,

    /// <summary>A program calls more functions than the kernel takes; the index is how many those are.</summary>
    ProgramTooManyFunctions = 708,

    /// <summary>Functions overlap in their section; the index is the instruction's number in its section.</summary>
    ProgramOverlappingFunctions = 709,

    /// <summary>The kernel does not load a program; the index is the program's number.</summary>
    ProgramRefused = 710,

    /// <summary>No tracefs is mounted; the index is the program's number.</summary>
    TracefsNotMounted = 801,

    /// <summary>The kernel has no such tracepoint; the index is the program's number.</summary>
    TracepointMissing = 802,

    /// <summary>The kernel does not attach a program; the index is the program's number.</summary>
    AttachRefused = 803,

    /// <summary>The kernel lacks a feature; the index is a <see cref="Kernel.KernelFeature"/>.</summary>
    FeatureMissing = 804,

    /// <summary>A program of a kind that this build can't attach.</summary>
    AttachUnknownKind = 805,

    /// <summary>A program of a kind that needs to be told where to attach.</summary>
    AttachTargetMissing = 806,

    /// <summary>The kernel has no function of a name.</summary>
    KernelFunctionMissing = 810,

    /// <summary>The kernel has several functions of a name; the index is how many.</summary>
    KernelFunctionAmbiguous = 811,

    /// <summary>The kernel lets no probe be put on a function, or on that place in it.</summary>
    KprobeRefused = 812,

    /// <summary>A program or library isn't there, or can't be opened.</summary>
    BinaryUnreadable = 813,

    /// <summary>A program or library has no function of a name.</summary>
    BinarySymbolMissing = 814,

    /// <summary>A program or library has several functions of a name.</summary>
    BinarySymbolAmbiguous = 815,

    /// <summary>What a name stands for is chosen when the program starts (STT_GNU_IFUNC).</summary>
    BinarySymbolIndirect = 816,

    /// <summary>A function of armv7 is Thumb code, which the kernel does not probe.</summary>
    BinaryThumbCode = 817,

    /// <summary>An address is in no part of the file that is loaded as code or, for a semaphore, as data.</summary>
    BinaryAddressNotLoaded = 818,

    /// <summary>The text that says where to put a probe is not of the form that its kind has.</summary>
    ProbeTargetMalformed = 819,

    /// <summary>No function fits a pattern.</summary>
    PatternWithoutMatch = 820,

    /// <summary>A program or library has no USDT probe of a provider and name.</summary>
    UsdtProbeMissing = 821,

    /// <summary>Where a USDT probe has an argument can't be understood; the index is the argument's number.</summary>
    UsdtArgumentUnknown = 822,

    /// <summary>The object lacks the maps of libbpf's usdt.bpf.h, or has others of their names.</summary>
    UsdtMapsMissing = 823,

    /// <summary>More places with USDT probes than the object's map takes; the index is how many it takes.</summary>
    UsdtTooMany = 824,

    /// <summary>A perf event of a name that isn't known.</summary>
    PerfEventUnknown = 825,

    /// <summary>This machine does not count a perf event.</summary>
    PerfEventMissing = 826,

    /// <summary>Where to attach is not written as the program's kind has it; the index is the byte from which on it isn't understood.</summary>
    AttachTargetMalformed = 850,

    /// <summary>There is no network interface of that name.</summary>
    InterfaceMissing = 851,

    /// <summary>Programs for a card's own processor are not supported.</summary>
    XdpOffloadUnsupported = 852,

    /// <summary>Another XDP program is attached to the interface.</summary>
    XdpOccupied = 853,

    /// <summary>The interface's driver has no XDP hook.</summary>
    XdpNotInDriver = 854,

    /// <summary>A request about interfaces or traffic control was refused, or answered in a way that makes no sense.</summary>
    NetlinkRefused = 855,

    /// <summary>The program or link before or after which to stand is not there.</summary>
    RelativeMissing = 856,

    /// <summary>The programs of the hook are others than expected.</summary>
    RevisionChanged = 857,

    /// <summary>A path leads to no cgroup.</summary>
    CgroupMissing = 858,

    /// <summary>A path leads to no network namespace.</summary>
    NamespaceMissing = 859,

    /// <summary>The object has no map of sockets of that name, or several and none was named.</summary>
    SocketMapMissing = 860,

    /// <summary>Another program has the netfilter hook's priority.</summary>
    NetfilterOccupied = 861,

    /// <summary>The kernel has no such function, tracepoint or hook; the index is the program's number.</summary>
    AttachTargetUnknown = 830,

    /// <summary>The kernel has no such variable or function; the index is the extern's symbol's number.</summary>
    KernelSymbolMissing = 831,

    /// <summary>The kernel's variable or function is of another type; the index is the extern's symbol's number.</summary>
    KernelSymbolDiffers = 832,

    /// <summary>Two of the kernel's symbols have the name, at different addresses; the index is the extern's symbol's number.</summary>
    KernelSymbolAmbiguous = 833,

    /// <summary>The kernel's symbols can't be read; the index is the extern's symbol's number.</summary>
    KernelSymbolsUnreadable = 834,

    /// <summary>Functions of more modules are called than one program can refer to; the index is the extern's symbol's number.</summary>
    KernelModulesTooMany = 835,

    /// <summary>The program whose function is to be replaced isn't there, or tells no types; the index is the program's number.</summary>
    ReplacedProgramUnknown = 836,

    /// <summary>A struct_ops map is malformed; the index is the map's number.</summary>
    StructOpsBadDefinition = 837,

    /// <summary>A struct_ops map sets a member that the kernel's struct doesn't have or has otherwise; the index is the map's number.</summary>
    StructOpsMemberDiffers = 838,

    /// <summary>The kernel doesn't register a struct_ops map; the index is the map's number.</summary>
    StructOpsRefused = 839,

    /// <summary>The kernel heeds no BPF programs as security hooks: <c>lsm=</c> lacks <c>bpf</c>.</summary>
    LsmInactive = 840,

    /// <summary>The object has no ring buffer of the name that events come through.</summary>
    EventsMapMissing = 901,

    /// <summary>The ring buffer can't be mapped, or can't be waited for.</summary>
    EventsUnreadable = 902,

    /// <summary>The ring buffer's counters or a sample's length make no sense.</summary>
    EventsDamaged = 903,
}
