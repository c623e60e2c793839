using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Packages;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Packages;

public sealed class ReleasePackagerTests
{
    [Fact]
    public async Task The_same_inputs_give_the_same_bytes_from_any_folder()
    {
        using var here = new SampleRelease();
        using var there = new SampleRelease();
        IReadOnlyList<PackageFile> first = await here.PackAsync(), second = await there.PackAsync();
        first.Count.ShouldBe(3);
        for (int i = 0; i < first.Count; i++) File.ReadAllBytes(first[i].Path).ShouldBe(File.ReadAllBytes(second[i].Path));
    }

    [Fact]
    public async Task The_gzip_header_has_no_time_no_name_and_no_system()
    {
        using var release = new SampleRelease();
        byte[] bytes = await File.ReadAllBytesAsync((await release.PackAsync())[0].Path, TestContext.Current.CancellationToken);
        bytes[..10].ShouldBe(new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255 });
    }

    [Fact]
    public async Task It_holds_what_a_board_needs_with_the_right_modes_and_owner()
    {
        using var release = new SampleRelease();
        PackageFile package = (await release.PackAsync("0.1.0", "armv7")).Single();
        Path.GetFileName(package.Path).ShouldBe("execwatch-0.1.0-linux-armv7.tar.gz");
        List<TarEntry> entries = Read(package.Path);
        string top = "execwatch-0.1.0-linux-armv7/";
        entries.Select(e => (e.Name, Convert.ToString((int)e.Mode, 8))).ShouldBe(
        [
            (top, "755"), (top + "LICENSE-APACHE", "644"), (top + "LICENSE-MIT", "644"), (top + "LICENSES.md", "644"),
            (top + "README.md", "644"), (top + "bin/", "755"), (top + "bin/execwatch", "755"), (top + "lib/", "755"),
            (top + "lib/systemd/", "755"), (top + "lib/systemd/system/", "755"),
            (top + "lib/systemd/system/execwatch.service", "644"), (top + "share/", "755"), (top + "share/execwatch/", "755"),
            (top + "share/execwatch/execwatch.bpf.o", "644"),
        ]);
        entries.ShouldAllBe(e => e.Uid == 0 && e.Gid == 0 && e.ModificationTime.ToUnixTimeSeconds() == SampleRelease.Epoch);
        entries.Cast<PosixTarEntry>().ShouldAllBe(e => e.UserName == "root" && e.GroupName == "root");
        entries.Single(e => e.Name == top + "bin/execwatch").Length.ShouldBe(99);
    }

    [Fact]
    public async Task Bpfrun_has_a_package_with_its_manual_and_is_in_the_sums()
    {
        using var release = new SampleRelease();
        PackageFile package = (await release.PackToolAsync("bpfrun", "aarch64"))[1];
        Path.GetFileName(package.Path).ShouldBe("bpfrun-0.1.0-linux-aarch64.tar.gz");
        List<TarEntry> entries = Read(package.Path);
        string top = "bpfrun-0.1.0-linux-aarch64/";
        entries.Select(e => (e.Name, Convert.ToString((int)e.Mode, 8))).ShouldBe(
        [
            (top, "755"), (top + "LICENSE-APACHE", "644"), (top + "LICENSE-MIT", "644"), (top + "LICENSES.md", "644"),
            (top + "README.md", "644"), (top + "bin/", "755"), (top + "bin/bpfrun", "755"), (top + "share/", "755"),
            (top + "share/doc/", "755"), (top + "share/doc/bpfrun/", "755"), (top + "share/doc/bpfrun/bpfrun.md", "644"),
        ]);
        string readme = Text(entries, "README.md");
        readme.ShouldStartWith("# bpfrun 0.1.0 for Linux on aarch64\n\nLoads any BPF object");
        readme.ShouldContain("install -D -m 0755 bin/bpfrun /usr/local/bin/bpfrun");
        readme.ShouldContain("| 5 | ");
        Text(entries, "bpfrun.md").ShouldContain("## Exit codes");
        string sums = await File.ReadAllTextAsync(
            Path.Combine(release.Paths.PackageArtifacts, "SHA256SUMS"), TestContext.Current.CancellationToken);
        sums.ShouldContain($"{package.Sha256}  bpfrun-0.1.0-linux-aarch64.tar.gz\n");
    }

    [Fact]
    public async Task The_sums_are_those_of_the_files_and_nothing_else_lies_beside_them()
    {
        using var release = new SampleRelease();
        await release.PackAsync("0.0.9");
        IReadOnlyList<PackageFile> packages = await release.PackAsync();
        string folder = release.Paths.PackageArtifacts;
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder, "SHA256SUMS"), TestContext.Current.CancellationToken);
        lines.ShouldBe(packages.Select(p => Path.GetFileName(p.Path)).Order(StringComparer.Ordinal).Select(name =>
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name)))) + "  " + name));
        packages.ShouldAllBe(p => p.SizeBytes == new FileInfo(p.Path).Length);
        Directory.GetFiles(folder).Length.ShouldBe(4);
    }

    [Fact]
    public async Task The_readme_and_the_unit_are_filled_in()
    {
        using var release = new SampleRelease();
        List<TarEntry> entries = Read((await release.PackAsync("0.1.0", "aarch64")).Single().Path);
        string readme = Text(entries, "README.md"), unit = Text(entries, "execwatch.service");
        readme.ShouldStartWith("# execwatch 0.1.0 for Linux on aarch64\n\nReports each exec and each exit of a process.");
        readme.ShouldContain("| 3 | needs root, or the capabilities that the message names |\n| 4 | ");
        unit.ShouldContain("\nExecStart=/usr/local/bin/execwatch --json\n");
        unit.ShouldContain("\nCapabilityBoundingSet=CAP_BPF CAP_PERFMON CAP_SYS_ADMIN\n");
        unit.ShouldContain("\nRestartPreventExitStatus=2 3 4 5 7 8 9 70\n");
        unit.ShouldContain("\nSystemCallFilter=@basic-io ");
    }

    [Fact]
    public async Task A_loader_without_its_object_is_an_error_that_says_what_to_do()
    {
        using var release = new SampleRelease();
        var packager = new ReleasePackager(release.Paths, new SourceVersion("0.1.0", "", 0), null!);
        BuildException error = await Should.ThrowAsync<BuildException>(() => packager.PackAsync(
            [], [new Build.Loaders.LoaderBinary("other", "armv7", "loaders/other-armv7", 1, 1, "")], [], TestContext.Current.CancellationToken));
        error.Message.ShouldBe("loaders/other-armv7: there is no object for 'other'; build it with --target=Ebpf");
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/absolute")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    public void A_path_that_leaves_the_package_is_refused(string path) =>
        Should.Throw<BuildException>(() => ReproducibleTar.Write([new PackageEntry(path, PackageEntry.Plain, new byte[1])], 0));

    [Fact]
    public void A_name_that_a_template_misspells_is_an_error_with_its_line()
    {
        var values = new Dictionary<string, string> { ["PROGRAM"] = "@PROGRAM@" };
        Template.Fill("a @PROGRAM@ @basic-io me@example @", values, "x").ShouldBe("a @PROGRAM@ @basic-io me@example @");
        Should.Throw<BuildException>(() => Template.Fill("\n@PROGRAMM@", values, "x.md")).Message
            .ShouldBe("x.md:2: @PROGRAMM@ has no value; use one of: PROGRAM");
    }

    private static List<TarEntry> Read(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var entries = new List<TarEntry>();
        while (tar.GetNextEntry(copyData: true) is { } entry) entries.Add(entry);
        return entries;
    }

    private static string Text(List<TarEntry> entries, string end)
    {
        using var reader = new StreamReader(entries.Single(e => e.Name.EndsWith(end, StringComparison.Ordinal)).DataStream!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
