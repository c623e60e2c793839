using System.Runtime.CompilerServices;

namespace Corewright.Bpf.Kernel;

/// <summary>The commands of <c>bpf(2)</c> that are used. Each returns what the kernel does: a number, or a negated errno.</summary>
// Its methods are called from many places and never often: inlined, they would be a tenth of a loader.
internal static unsafe class BpfCall
{
    // enum bpf_cmd of include/uapi/linux/bpf.h
    private const int MapCreateCommand = 0;
    private const int MapLookupCommand = 1;
    private const int MapUpdateCommand = 2;
    private const int MapDeleteCommand = 3;
    private const int MapGetNextKeyCommand = 4;
    private const int ProgramLoadCommand = 5;
    private const int ObjectPinCommand = 6;
    private const int ObjectGetCommand = 7;
    private const int ProgramAttachCommand = 8;
    private const int ProgramDetachCommand = 9;
    private const int ProgramTestRunCommand = 10;
    private const int ProgramGetFdByIdCommand = 13;
    private const int ObjectInfoCommand = 15;
    private const int ProgramQueryCommand = 16;
    private const int RawTracepointOpenCommand = 17;
    private const int BtfLoadCommand = 18;
    private const int BtfOpenCommand = 19;
    private const int MapLookupAndDeleteCommand = 21;
    private const int MapFreezeCommand = 22;
    private const int BtfNextIdCommand = 23;
    private const int MapLookupBatchCommand = 24;
    private const int MapLookupAndDeleteBatchCommand = 25;
    private const int MapUpdateBatchCommand = 26;
    private const int MapDeleteBatchCommand = 27;
    private const int LinkCreateCommand = 28;
    private const int IteratorCreateCommand = 33;

    /// <summary>The verifier gives up with EAGAIN when a signal is pending; so often is a load tried before that is believed.</summary>
    private const int LoadAttempts = 5;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int CreateMap(MapCreateAttributes* attributes) => Call(MapCreateCommand, attributes, sizeof(MapCreateAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int UpdateElement(MapElementAttributes* attributes) => Call(MapUpdateCommand, attributes, sizeof(MapElementAttributes));

    /// <summary>Makes a map read-only for user space (v5.2), so that the verifier may take its contents for constants.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int FreezeMap(int fd)
    {
        MapElementAttributes attributes = default;
        attributes.MapFd = fd;
        return Call(MapFreezeCommand, &attributes, sizeof(int));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int LoadProgram(ProgramLoadAttributes* attributes)
    {
        int result = 0;
        for (int attempt = 0; attempt < LoadAttempts; attempt++)
        {
            result = Call(ProgramLoadCommand, attributes, sizeof(ProgramLoadAttributes));
            if (result != -Errno.TryAgain)
                break;
        }
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int LoadBtf(BtfLoadAttributes* attributes) => Call(BtfLoadCommand, attributes, sizeof(BtfLoadAttributes));

    /// <summary>The id that follows another one among the BTF that the kernel holds (v5.4); ENOENT after the last one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int NextBtfId(uint after, out uint next)
    {
        ObjectIdAttributes attributes = default;
        attributes.Id = after;
        int result = Call(BtfNextIdCommand, &attributes, sizeof(ObjectIdAttributes));
        next = attributes.NextId;
        return result;
    }

    /// <summary>A descriptor of the BTF of an id, which keeps it alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int OpenBtf(uint id) => Open(BtfOpenCommand, id);

    /// <summary>What the kernel tells about a map, a program, BTF or a link.</summary>
    /// <param name="fd">Its descriptor.</param>
    /// <param name="info">The struct that belongs to its kind; the kernel fills in what it knows.</param>
    /// <param name="size">The struct's size in bytes.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ObjectInfo(int fd, void* info, int size)
    {
        ObjectInfoAttributes attributes = default;
        attributes.Fd = fd;
        attributes.InfoSize = (uint)size;
        attributes.Info = (ulong)info;
        return Call(ObjectInfoCommand, &attributes, sizeof(ObjectInfoAttributes));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int CreateLink(LinkCreateAttributes* attributes) => Call(LinkCreateCommand, attributes, sizeof(LinkCreateAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int LookupElement(MapElementAttributes* attributes) => Call(MapLookupCommand, attributes, sizeof(MapElementAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int LookupAndDeleteElement(MapElementAttributes* attributes) =>
        Call(MapLookupAndDeleteCommand, attributes, sizeof(MapElementAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int DeleteElement(MapElementAttributes* attributes) => Call(MapDeleteCommand, attributes, sizeof(MapElementAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int NextKey(MapElementAttributes* attributes) => Call(MapGetNextKeyCommand, attributes, sizeof(MapElementAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int LookupBatch(MapBatchAttributes* attributes) => Call(MapLookupBatchCommand, attributes, sizeof(MapBatchAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int LookupAndDeleteBatch(MapBatchAttributes* attributes) =>
        Call(MapLookupAndDeleteBatchCommand, attributes, sizeof(MapBatchAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int UpdateBatch(MapBatchAttributes* attributes) => Call(MapUpdateBatchCommand, attributes, sizeof(MapBatchAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int DeleteBatch(MapBatchAttributes* attributes) => Call(MapDeleteBatchCommand, attributes, sizeof(MapBatchAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Pin(ObjectPinAttributes* attributes) => Call(ObjectPinCommand, attributes, sizeof(ObjectPinAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int OpenPinned(ObjectPinAttributes* attributes) => Call(ObjectGetCommand, attributes, sizeof(ObjectPinAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Attach(ProgramAttachAttributes* attributes) => Call(ProgramAttachCommand, attributes, sizeof(ProgramAttachAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Detach(ProgramAttachAttributes* attributes) => Call(ProgramDetachCommand, attributes, sizeof(ProgramAttachAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Query(ProgramQueryAttributes* attributes) => Call(ProgramQueryCommand, attributes, sizeof(ProgramQueryAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int TestRun(TestRunAttributes* attributes) => Call(ProgramTestRunCommand, attributes, sizeof(TestRunAttributes));

    /// <summary>A descriptor of the program of an id.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int OpenProgram(uint id) => Open(ProgramGetFdByIdCommand, id);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int OpenRawTracepoint(RawTracepointAttributes* attributes) =>
        Call(RawTracepointOpenCommand, attributes, sizeof(RawTracepointAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int CreateIterator(IteratorCreateAttributes* attributes) =>
        Call(IteratorCreateCommand, attributes, sizeof(IteratorCreateAttributes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Open(int command, uint id)
    {
        ObjectIdAttributes attributes = default;
        attributes.Id = id;
        return Call(command, &attributes, sizeof(ObjectIdAttributes));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Call(int command, void* attributes, int size) =>
        (int)Syscall.Invoke(SyscallNumber.Bpf, command, (nint)attributes, size);
}
