using System;
using System.Text;
using Corewright.Loader.Containers;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader.Containers;

public class ContainerNameTests
{
    private const string Id = "3f4e8c0b1a2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7";

    [Theory]
    [InlineData("system.slice", "docker-" + Id + ".scope", "Docker", Id)]
    [InlineData("docker", Id, "Docker", Id)]
    [InlineData("kubepods-besteffort.slice", "cri-containerd-" + Id + ".scope", "Containerd", Id)]
    [InlineData("kubepods.slice", "crio-" + Id + ".scope", "CriO", Id)]
    [InlineData("kubepods.slice", "crio-" + Id, "CriO", Id)]
    [InlineData("user.slice", "libpod-" + Id + ".scope", "Podman", Id)]
    [InlineData("libpod_parent", "libpod-" + Id, "Podman", Id)]
    [InlineData("system.slice", "nerdctl-" + Id + ".scope", "Nerdctl", Id)]
    [InlineData("pod0f1e2d3c-0000-1111-2222-333344445555", Id, "Kubernetes", Id)]
    [InlineData("kubepods", Id, "Kubernetes", Id)]
    [InlineData("ecs", Id, "Unknown", Id)]
    [InlineData("", "lxc.payload.web", "Lxc", "web")]
    [InlineData("lxc", "web", "Lxc", "web")]
    [InlineData("machine.slice", "machine-fedora.scope", "Machine", "fedora")]
    [InlineData("machine.slice", "systemd-nspawn@fedora.service", "Machine", "fedora")]
    public void Each_runtimes_name_is_known(string parent, string name, string runtime, string id)
    {
        var (found, text) = Parse(parent, name);
        found.ToString().ShouldBe(runtime);
        text.ShouldBe(id);
    }

    [Theory]
    [InlineData("system.slice", "ssh.service")]
    [InlineData("", "docker")]
    [InlineData("system.slice", "docker.service")]
    [InlineData("system.slice", "docker-.scope")]
    [InlineData("system.slice", "docker-" + Id)]
    [InlineData("system.slice", "docker-x" + Id + ".scope")]
    [InlineData("kubepods.slice", "crio-conmon-" + Id + ".scope")]
    [InlineData("user.slice", "libpod-conmon-" + Id + ".scope")]
    [InlineData("", "lxc.monitor.web")]
    [InlineData("", "lxc.payload.")]
    [InlineData("docker", "3F4E8C0B1A2D3E4F5061728394A5B6C7D8E9FA0B1C2D3E4F5061728394A5B6C7")]
    [InlineData("", "")]
    public void What_is_no_container_is_none(string parent, string name) => Parse(parent, name).Runtime.ShouldBe(ContainerRuntime.None);

    [Fact]
    public void A_long_name_is_cut_off() =>
        Parse("", "lxc.payload." + new string('x', 200)).Id.ShouldBe(new string('x', ContainerName.MaxBytes));

    [Theory]
    [InlineData(Id, Id, true)]
    [InlineData("3f4e", Id, true)]
    [InlineData("3f4", Id, false)]
    [InlineData("4f4e", Id, false)]
    [InlineData(Id + "0", Id, false)]
    [InlineData("web", "web", true)]
    [InlineData("website", "web", false)]
    [InlineData("webs", "website", false)]
    public void A_container_is_meant_by_the_start_of_its_id_or_its_name(string wanted, string container, bool meant) =>
        ContainerSearch.Means(Encoding.UTF8.GetBytes(wanted), Encoding.UTF8.GetBytes(container)).ShouldBe(meant);

    private static (ContainerRuntime Runtime, string Id) Parse(string parent, string name)
    {
        ContainerRuntime runtime = ContainerName.Parse(
            Encoding.UTF8.GetBytes(parent), Encoding.UTF8.GetBytes(name), out ReadOnlySpan<byte> id);
        return (runtime, Encoding.UTF8.GetString(id));
    }
}
