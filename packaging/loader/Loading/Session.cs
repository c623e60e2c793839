using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Loader.Loading;

/// <summary>
/// One run of the loader: the object on its way into the kernel. The stages are called in order, each only where the one before
/// succeeded; what failed is in <see cref="Failure"/>. Nothing is pinned, so the end of the process undoes everything.
/// </summary>
internal unsafe ref struct Session
{
    // The object's lists and its linked programs, beside the object itself. Only the pages that are touched are taken.
    private const int MemoryBytes = 8 << 20;

    private MappedMemory _memory;

    /// <summary>What the tool that loads calls itself, for messages.</summary>
    public ReadOnlySpan<byte> Tool;

    /// <summary>Keeps everything that lasts as long as the session.</summary>
    public Arena Arena;

    /// <summary>What is on board.</summary>
    public Payload Payload;

    /// <summary>The running kernel's <c>uname -r</c>.</summary>
    public ReadOnlySpan<byte> Release;

    /// <summary>The object.</summary>
    public ObjectFile Object;

    /// <summary>The running kernel's BTF, and where it came from; without bytes once everything is relocated.</summary>
    public KernelTypes KernelTypes;

    /// <summary>The path that <c>--btf</c> gave.</summary>
    public ReadOnlySpan<byte> TypesPath;

    /// <summary>What <c>check</c> calls BTF that is on board: <c>embedded:</c> and the release.</summary>
    public ReadOnlySpan<byte> EmbeddedOrigin;

    /// <summary>The kernel's pointers, and <c>unsigned long</c>s, in bytes.</summary>
    public int KernelWordBytes;

    /// <summary>What became of each relocation that was reached.</summary>
    public Span<RelocationRecord> Relocations;

    /// <summary>The object's BTF in the kernel, or -1.</summary>
    public int TypesFd;

    /// <summary>Why the kernel didn't take the object's BTF, which only costs bpftool its field names: an errno, or 0.</summary>
    public int TypesErrno;

    /// <summary>Descriptors of the BTF of modules whose functions programs call; the first one stands for the kernel and stays 0.</summary>
    public Span<int> ModuleTypes;

    /// <summary>Whether to attach as was done before BPF links.</summary>
    public bool WithoutLinks;

    /// <summary>What is attached.</summary>
    public LinkTable Links;
    /// <summary>Where maps are pinned that are pinned by name; empty for the BPF file system's root.</summary>
    public ReadOnlySpan<byte> PinFolder;

    /// <summary>Why this run fails, if it does.</summary>
    public Failure Failure;

    /// <summary>Reads an object.</summary>
    /// <param name="tool">What the tool that loads calls itself.</param>
    /// <param name="file">The object's file; it is copied.</param>
    /// <param name="payload">What is on board beside it.</param>
    /// <param name="release">At least <see cref="KernelRelease.MaxLength"/> bytes, for as long as the session is used.</param>
    /// <param name="failure">Receives what goes wrong; one that is set already stays, and nothing is read.</param>
    public static Session Open(ReadOnlySpan<byte> tool, ReadOnlySpan<byte> file, Payload payload, Span<byte> release, Failure failure)
    {
        Session session = default;
        session.Tool = tool;
        session.Payload = payload;
        session.Failure = failure;
        session.TypesFd = -1;
        session.Release = release[..KernelRelease.Read(release)];
        if (failure.IsSet)
            return session;
        session._memory = MappedMemory.Allocate(MemoryBytes + file.Length);
        session.Arena = new Arena(session._memory.Start, session._memory.Bytes.Length);
        if (session._memory.IsEmpty)
            failure.Set(ExitCode.System, Errno.NoMemory).Text("no memory: 8 MiB of address space are needed"u8);
        else
            session.ReadObject(file);
        return session;
    }

    /// <summary>Takes everything back out of the kernel.</summary>
    public void Dispose()
    {
        Links.Dispose();
        foreach (ref ProgramSpec program in Object.Programs)
        {
            if (program.Fd != ProgramSpec.NotLoaded)
                Syscall.Close(program.Fd);
            program.Fd = ProgramSpec.NotLoaded;
            if (program.AttachBtfFd != ProgramSpec.NotLoaded)
                Syscall.Close(program.AttachBtfFd);
            program.AttachBtfFd = ProgramSpec.NotLoaded;
        }
        foreach (ref int module in ModuleTypes)
        {
            if (module != 0)
                Syscall.Close(module);
            module = 0;
        }
        foreach (ref MapSpec map in Object.Maps)
        {
            if (map.Fd != MapSpec.NotCreated)
                Syscall.Close(map.Fd);
            map.Fd = MapSpec.NotCreated;
        }
        if (TypesFd >= 0)
            Syscall.Close(TypesFd);
        TypesFd = -1;
        KernelTypes.Dispose();
        _memory.Dispose();
        Object = default;
        Relocations = default;
    }

    /// <summary>Makes <see cref="EmbeddedOrigin"/>; empty where there is no memory for it.</summary>
    public void NameEmbeddedOrigin()
    {
        ReadOnlySpan<byte> prefix = "embedded:"u8;
        if (Arena.Allocate(prefix.Length + Release.Length, out Span<byte> text).Failed)
            return;
        prefix.CopyTo(text);
        Release.CopyTo(text[prefix.Length..]);
        EmbeddedOrigin = text;
    }

    private void ReadObject(ReadOnlySpan<byte> file)
    {
        // Relocating changes instructions in place, and the payload is not writable.
        Fault fault = Arena.Allocate(file.Length, out Span<byte> copy);
        if (!fault.Failed)
        {
            file.CopyTo(copy);
            fault = ObjectFile.Open(copy, ref Arena, out ObjectFile opened);
            if (!fault.Failed)
                Object = opened;
        }
        if (fault.Failed)
            ObjectFailure.Describe(Failure, fault);
    }
}
