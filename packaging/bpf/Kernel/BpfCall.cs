namespace Corewright.Bpf.Kernel;

/// <summary>The commands of <c>bpf(2)</c> that are used. Each returns what the kernel does: a number, or a negated errno.</summary>
internal static unsafe class BpfCall
{
    // enum bpf_cmd of include/uapi/linux/bpf.h
    private const int MapCreateCommand = 0;
    private const int MapUpdateCommand = 2;
    private const int ProgramLoadCommand = 5;
    private const int ObjectInfoCommand = 15;
    private const int BtfLoadCommand = 18;
    private const int BtfOpenCommand = 19;
    private const int MapFreezeCommand = 22;
    private const int BtfNextIdCommand = 23;
    private const int LinkCreateCommand = 28;

    /// <summary>The verifier gives up with EAGAIN when a signal is pending; so often is a load tried before that is believed.</summary>
    private const int LoadAttempts = 5;

    public static int CreateMap(MapCreateAttributes* attributes) => Call(MapCreateCommand, attributes, sizeof(MapCreateAttributes));

    public static int UpdateElement(MapElementAttributes* attributes) => Call(MapUpdateCommand, attributes, sizeof(MapElementAttributes));

    /// <summary>Makes a map read-only for user space (v5.2), so that the verifier may take its contents for constants.</summary>
    public static int FreezeMap(int fd)
    {
        MapElementAttributes attributes = default;
        attributes.MapFd = fd;
        return Call(MapFreezeCommand, &attributes, sizeof(int));
    }

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

    public static int LoadBtf(BtfLoadAttributes* attributes) => Call(BtfLoadCommand, attributes, sizeof(BtfLoadAttributes));

    /// <summary>The id that follows another one among the BTF that the kernel holds (v5.4); ENOENT after the last one.</summary>
    public static int NextBtfId(uint after, out uint next)
    {
        ObjectIdAttributes attributes = default;
        attributes.Id = after;
        int result = Call(BtfNextIdCommand, &attributes, sizeof(ObjectIdAttributes));
        next = attributes.NextId;
        return result;
    }

    /// <summary>A descriptor of the BTF of an id, which keeps it alive.</summary>
    public static int OpenBtf(uint id)
    {
        ObjectIdAttributes attributes = default;
        attributes.Id = id;
        return Call(BtfOpenCommand, &attributes, sizeof(ObjectIdAttributes));
    }

    /// <summary>What the kernel tells about a map, a program, BTF or a link.</summary>
    /// <param name="fd">Its descriptor.</param>
    /// <param name="info">The struct that belongs to its kind; the kernel fills in what it knows.</param>
    /// <param name="size">The struct's size in bytes.</param>
    public static int ObjectInfo(int fd, void* info, int size)
    {
        ObjectInfoAttributes attributes = default;
        attributes.Fd = fd;
        attributes.InfoSize = (uint)size;
        attributes.Info = (ulong)info;
        return Call(ObjectInfoCommand, &attributes, sizeof(ObjectInfoAttributes));
    }

    public static int CreateLink(LinkCreateAttributes* attributes) => Call(LinkCreateCommand, attributes, sizeof(LinkCreateAttributes));

    private static int Call(int command, void* attributes, int size) =>
        (int)Syscall.Invoke(SyscallNumber.Bpf, command, (nint)attributes, size);
}
