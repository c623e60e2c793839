using System;
using System.IO;
using System.Linq;
using Corewright.Build;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class MirrorSettingsTests
{
    [Fact]
    public void Deb822_sources_are_read_and_other_archives_passed_over()
    {
        using var apt = new TemporaryFolder();
        Directory.CreateDirectory(apt.File("sources.list.d"));
        File.WriteAllText(apt.File("sources.list.d/a-vendor.list"), "deb [signed-by=/k.gpg] https://apt.vendor.example bookworm main\n");
        File.WriteAllText(apt.File("sources.list.d/debian.sources"), """
            Types: deb
            # a comment
            URIs: http://mirror.example/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://mirror.example/security
            Suites: bookworm-security
            Components: main
            """);
        MirrorSettings mirror = MirrorSettings.Find(new StoreOptions(AptFolder: apt.Path));
        mirror.Main.AbsoluteUri.ShouldBe("http://mirror.example/debian/");
        mirror.Security.AbsoluteUri.ShouldBe("http://mirror.example/security/");
        mirror.Keyring.ShouldBe("/usr/share/keyrings/debian-archive-keyring.gpg");
        mirror.Origin.ShouldEndWith("debian.sources:1");
        mirror.File(Archive.Main, "pool/a_1+b.deb").AbsoluteUri.ShouldBe("http://mirror.example/debian/pool/a_1%2Bb.deb");
    }

    [Fact]
    public void A_field_may_have_many_lines_and_its_memory_grows_with_them_only()
    {
        string[] lines = ["Types: deb", "Suites: a", .. Enumerable.Range(0, 4000).Select(i => $" suite-{i}"), "Components: main"];
        long before = GC.GetAllocatedBytesForCurrentThread();
        AptSource source = AptSource.ReadDeb822("x.sources", lines).Single();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        source.Suites.Count.ShouldBe(4001);
        source.Suites[4000].ShouldBe("suite-3999");
        allocated.ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public void One_line_sources_and_mirror_files_are_read()
    {
        using var apt = new TemporaryFolder();
        string list = apt.File("mirrors.list");
        File.WriteAllText(list, "# first\nhttps://near.example/debian\tpriority:1\n");
        File.WriteAllText(apt.File("sources.list"), $"""
            deb cdrom:[Debian 12]/ bookworm main
            deb mirror+file:{list} bookworm main contrib
            deb-src http://source.example/debian bookworm main
            """);
        MirrorSettings mirror = MirrorSettings.Find(new StoreOptions(AptFolder: apt.Path));
        mirror.Main.AbsoluteUri.ShouldBe("https://near.example/debian/");
        mirror.Security.AbsoluteUri.ShouldBe("https://near.example/debian-security/");
    }

    [Fact]
    public void A_setting_comes_before_apt()
    {
        using var apt = new TemporaryFolder();
        MirrorSettings.Find(new StoreOptions(Mirror: "http://mine.example/debian", AptFolder: apt.Path)).Main.AbsoluteUri
            .ShouldBe("http://mine.example/debian/");
        Should.Throw<BuildException>(() => MirrorSettings.Find(new StoreOptions(AptFolder: apt.Path))).Message.ShouldBe(
            $"{apt.Path}: apt is not set up with a Debian mirror that can be used; "
            + "name one with --mirror=<address of the archive> or CAKE_COREWRIGHT_MIRROR");
        Should.Throw<BuildException>(() => MirrorSettings.Find(new StoreOptions(Mirror: "ftp://x", AptFolder: apt.Path)))
            .Message.ShouldContain("is not the address of a mirror");
    }
}
