using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;

namespace Corewright.Build.Matrix;

/// <summary>What a guest does to prove one program on one kernel.</summary>
internal static class MatrixJob
{
    /// <summary>libbpf loads the object.</summary>
    public const string Loading = "loading";

    /// <summary>Our loader loads it.</summary>
    public const string Checking = "checking";

    /// <summary>Our loader is attached while known processes run.</summary>
    public const string Running = "running";

    /// <summary>The known processes that <c>observe</c> runs.</summary>
    public static readonly string[] Processes = ["plain", "contained"];

    // Longer than the 15 characters that a kernel keeps of a command's name.
    private const string KnownProgram = "/opt/process-that-is-known", Loader = "/job/loader", Object = "/job/program.bpf.o";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    /// <summary>Reads the files and lists the steps.</summary>
    public static async Task<GuestJob> CreateAsync(
        EbpfObject program, LoaderBinary loader, PreparedKernel kernel, CancellationToken cancellationToken)
    {
        var files = new List<GuestFile>
        {
            new(Object, await File.ReadAllBytesAsync(program.Path, cancellationToken)),
            new(Loader, await File.ReadAllBytesAsync(loader.Path, cancellationToken), Executable: true),
            new("/job/observe", BaseInitramfs.Script("observe"), Executable: true),
            new("/job/enter", BaseInitramfs.Script("enter"), Executable: true),
            new(KnownProgram, BaseInitramfs.Script("known-process"), Executable: true),
        };
        var steps = new List<GuestStep>
        {
            new(Loading, ["bpftool", "-d", "prog", "loadall", Object, "/sys/fs/bpf/program"], s_patience),
        };
        if (!kernel.HasOwnBtf)
        {
            // libbpf finds types of a kernel without BTF in this place. Our loader has to bring its own, so they go before it runs.
            string types = "/boot/vmlinux-" + kernel.Release;
            files.Add(new GuestFile(types, await File.ReadAllBytesAsync(kernel.Btf, cancellationToken)));
            steps.Add(new GuestStep("hiding", ["rm", types], s_patience));
        }
        steps.Add(new GuestStep(Checking, [Loader, "check", "--json"], s_patience));
        steps.Add(new GuestStep(Running, ["/job/observe", Loader, KnownProgram], s_patience));
        return new GuestJob(Name(program, kernel), files, steps);
    }

    /// <summary>The job's stable name.</summary>
    public static string Name(EbpfObject program, PreparedKernel kernel) => $"{program.Program} on {kernel.Kernel.Id}";
}
