using System;
using System.IO;
using System.Text;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader.Containers;

public sealed class CgroupHierarchyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hierarchy").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_cgroup_of_version_2_is_known_by_its_controllers()
    {
        Find(_folder).ShouldBe(-Errno.NotSupported);
        File.WriteAllText(Path.Combine(_folder, "cgroup.controllers"), "");
        Find(_folder).ShouldBe(0);
        Find(_folder + "/").ShouldBe(0);
    }

    [Fact]
    public void What_is_not_there_is_no_cgroup()
    {
        Find(Path.Combine(_folder, "none")).ShouldBe(-Errno.NoEntry);
        Find("").ShouldBe(-Errno.NoEntry);
        Find(_folder + new string('/', 2000)).ShouldBe(-Errno.NoEntry);
        Find(Path.Combine(_folder, new string('n', 1024 - 20 - _folder.Length - 1))).ShouldBeLessThan(0);
    }

    private static int Find(string folder) => CgroupHierarchy.Find(Encoding.UTF8.GetBytes(folder));
}
