using System;
using System.IO;
using System.Linq;
using System.Text;
using Corewright.Loader.Containers;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader.Containers;

/// <summary>What the table knows of cgroups that come and go. Folders stand for them: a cgroup's id is its folder's inode number.</summary>
public sealed class ContainerTableTests : IDisposable
{
    private const ulong NoSuchCgroup = 1UL << 31;

    private readonly string _top = Directory.CreateTempSubdirectory("cgroups").FullName;
    private readonly ContainerTable _table;

    public ContainerTableTests() => _table = new ContainerTable(Encoding.UTF8.GetBytes(_top));

    public void Dispose() => Directory.Delete(_top, recursive: true);

    [Fact]
    public void A_container_that_is_gone_is_still_known()
    {
        ulong cgroup = Container(1);
        Id(cgroup).ShouldBe(Name(1));
        Directory.Delete(Path.Combine(_top, $"docker-{Name(1)}.scope"));
        Id(cgroup).ShouldBe(Name(1));
        Id(NoSuchCgroup).ShouldBe("");
        _table.Runtime(cgroup).ShouldBe(ContainerRuntime.Docker);
    }

    [Fact]
    public void After_very_many_cgroups_a_new_container_is_found_and_a_known_one_costs_no_walk()
    {
        // As on a machine that has started services for weeks.
        for (ulong i = 0; i < 3000; i++)
            Id(NoSuchCgroup + i).ShouldBe("");
        ulong cgroup = Container(7);
        Id(cgroup).ShouldBe(Name(7));
        int walks = _table.Walks;
        Id(cgroup).ShouldBe(Name(7));
        Id(NoSuchCgroup + 2999).ShouldBe("");
        _table.Walks.ShouldBe(walks);
    }

    [Fact]
    public void More_containers_than_there_is_room_for_are_each_found_when_asked_for()
    {
        ulong[] cgroups = [.. Enumerable.Range(0, 900).Select(Container)];
        for (int i = 0; i < cgroups.Length; i++)
            Id(cgroups[i]).ShouldBe(Name(i));
        Id(NoSuchCgroup).ShouldBe("");
        int walks = _table.Walks;
        Id(NoSuchCgroup).ShouldBe("");
        _table.Walks.ShouldBe(walks);
    }

    private static string Name(int number) => number.ToString("x64");

    private string Id(ulong cgroup) => Encoding.UTF8.GetString(_table.Id(cgroup));

    private ulong Container(int number)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_top, $"docker-{Name(number)}.scope")).FullName;
        return Corewright.Bpf.Kernel.KernelFile.Inode(Encoding.UTF8.GetBytes(folder + "\0"));
    }
}
