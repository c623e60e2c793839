using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Corewright.Loader.Containers;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader.Containers;

public sealed class CgroupWalkTests : IDisposable
{
    private const string Id = "3f4e8c0b1a2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7";

    private readonly string _top = Directory.CreateTempSubdirectory("cgroups").FullName;

    public void Dispose() => Directory.Delete(_top, recursive: true);

    [Fact]
    public void What_is_inside_a_container_belongs_to_it()
    {
        Directory.CreateDirectory(Path.Combine(_top, "system.slice", $"docker-{Id}.scope", "init", $"docker-{new string('a', 64)}.scope"));
        Directory.CreateDirectory(Path.Combine(_top, "system.slice", "ssh.service"));
        File.WriteAllText(Path.Combine(_top, "system.slice", "cgroup.procs"), "");

        Walk().ShouldBe(
        [
            "/system.slice None",
            $"/system.slice/docker-{Id}.scope Docker {Id} outermost",
            $"/system.slice/docker-{Id}.scope/init Docker {Id}",
            $"/system.slice/docker-{Id}.scope/init/docker-{new string('a', 64)}.scope Docker {Id}",
            "/system.slice/ssh.service None",
        ]);
    }

    [Fact]
    public void Many_siblings_are_all_seen()
    {
        for (int i = 0; i < 300; i++)
            Directory.CreateDirectory(Path.Combine(_top, $"a-folder-with-a-rather-long-name-{i}", "inside"));
        Walk().Count.ShouldBe(600);
    }

    [Fact]
    public void It_does_not_go_deeper_than_it_has_stack_for()
    {
        Directory.CreateDirectory(Path.Combine([_top, .. Enumerable.Repeat("d", 60)]));
        Walk().Count.ShouldBe(24);
    }

    [Fact]
    public void Links_lead_nowhere()
    {
        Directory.CreateDirectory(Path.Combine(_top, "a"));
        Directory.CreateSymbolicLink(Path.Combine(_top, "a", "loop"), _top);
        Walk().ShouldBe(["/a None"]);
    }

    private List<string> Walk()
    {
        var visitor = new Listing([], _top.Length);
        CgroupWalk.Run(ref visitor, Encoding.UTF8.GetBytes(_top)).ShouldBeTrue();
        visitor.Lines.Sort(StringComparer.Ordinal);
        return visitor.Lines;
    }

    private readonly struct Listing(List<string> lines, int skip) : ICgroupVisitor
    {
        public List<string> Lines => lines;

        public void Visit(ReadOnlySpan<byte> path, ulong inode, ContainerRuntime runtime, ReadOnlySpan<byte> container, bool isOutermost)
        {
            string folder = Encoding.UTF8.GetString(path[..^1]);
            inode.ShouldBe(Convert.ToUInt64(InodeOf(folder)));
            string id = runtime == ContainerRuntime.None ? "" : " " + Encoding.UTF8.GetString(container);
            lines.Add($"{folder[skip..]} {runtime}{id}{(isOutermost ? " outermost" : "")}");
        }

        private static ulong InodeOf(string folder)
        {
            Span<byte> status = stackalloc byte[256];
            byte[] path = Encoding.UTF8.GetBytes(folder + "\0");
            // statx(AT_FDCWD, path, 0, STATX_INO): the inode's number is at byte 32.
            unsafe
            {
                fixed (byte* name = path, to = status)
                    Corewright.Bpf.Kernel.Syscall.Invoke(Corewright.Bpf.Kernel.SyscallNumber.Statx, -100, (nint)name, 0, 0x100, (nint)to);
            }
            return BitConverter.ToUInt64(status[32..]);
        }
    }
}
