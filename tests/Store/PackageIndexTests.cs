using System.Linq;
using System.Text;
using Corewright.Build;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class PackageIndexTests
{
    [Theory]
    [InlineData("1.0", "1.0", 0)]
    [InlineData("1.0~rc1", "1.0", -1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("1:0.1", "9.9", 1)]
    [InlineData("2.36-9+deb12u7", "2.36-9+deb12u10", -1)]
    [InlineData("1.0a", "1.0+", -1)]
    [InlineData("1.0-1", "1.0-1~bpo13+1", 1)]
    [InlineData("007", "7", 0)]
    [InlineData("1.0", "1.0-0", 0)]
    public void Versions_are_ordered_as_Debian_orders_them(string a, string b, int order)
    {
        System.Math.Sign(DebianVersion.Compare(a, b)).ShouldBe(order);
        System.Math.Sign(DebianVersion.Compare(b, a)).ShouldBe(-order);
    }

    [Fact]
    public void A_relation_without_a_name_is_none()
    {
        var index = new PackageIndex();
        index.Add("trixie", "Package: a\nVersion: 1\nDepends: |, b | c, ,\nProvides: |, d\n"u8.ToArray());
        IndexedPackage package = index.Find("a").ShouldNotBeNull();

        package.Dependencies.Select(group => group.Length).ShouldBe([2]);
        package.Provides.Select(relation => relation.Name).ShouldBe(["d"]);
    }

    [Fact]
    public void Fields_are_found_by_whole_name_and_with_their_continuations()
    {
        byte[] text = "Package: a\nDescription: short\n Version: not this\nVersion: 2\n\n\nPackage: b\nVersion: 3"u8.ToArray();
        var paragraphs = Deb822.Paragraphs(text).ToArray();
        paragraphs.Length.ShouldBe(2);
        Deb822.Text(paragraphs[0].Span, "Version"u8).ShouldBe("2");
        Deb822.Text(paragraphs[0].Span, "Pack"u8).ShouldBe("");
        Deb822.Text(paragraphs[1].Span, "Version"u8).ShouldBe("3");
    }

    [Fact]
    public void The_closure_takes_alternatives_providers_and_the_newest_versions()
    {
        PackageIndex index = Index(
            P("app", "1", depends: "lib (>= 2) [amd64], missing | mail-agent, left-out | other"),
            P("lib", "1"), P("lib", "2", depends: "app"), P("postfix", "1", provides: "mail-agent"),
            P("exim", "1", provides: "mail-agent"));
        DependencyClosure.Resolve(Set(["app"], ["left-out"]), index).Packages.Select(p => $"{p.Name} {p.Version}")
            .ShouldBe(["app 1", "exim 1", "lib 2"]);
    }

    [Fact]
    public void A_dependency_that_nothing_meets_says_who_wants_it()
    {
        PackageIndex index = Index(P("app", "1", depends: "lib (>= 3)"), P("lib", "2"));
        Should.Throw<BuildException>(() => DependencyClosure.Resolve(Set(["app"], []), index)).Message.ShouldBe(
            "targets/packages.yml:5: app 1 needs lib (>= 3), which trixie can't provide; "
            + "add a suite to the set 's', or exclude 'lib' from it if that is not needed");
    }

    [Fact]
    public void A_kernel_that_no_suite_has_is_named_with_the_ones_there_are()
    {
        PackageIndex index = Index(P("linux-image-6.12.94-cloud-amd64", "6.12.94"), P("linux-image-6.12.107-cloud-amd64", "6.12.107"));
        Should.Throw<BuildException>(() => DependencyClosure.Resolve(Set(["linux-image-6.13.*-cloud-amd64"], []), index))
            .Message.ShouldBe(
                "targets/packages.yml:5: trixie has no package 'linux-image-6.13.*-cloud-amd64' for amd64 "
                + "(there is: linux-image-6.12.107-cloud-amd64, linux-image-6.12.94-cloud-amd64)");
    }

    [Fact]
    public void A_star_takes_the_newest_match_and_spans_no_hyphen()
    {
        PackageIndex index = Index(
            P("image-6.12.9+a-armmp", "6.12.9"), P("image-6.12.10+a-armmp", "6.12.10"), P("image-6.12.11+a-rt-armmp", "6.12.11"));
        index.FindNewest("image-6.12.*-armmp")!.Name.ShouldBe("image-6.12.10+a-armmp");
    }

    [Fact]
    public void A_version_can_be_asked_for_by_how_it_begins()
    {
        PackageIndex index = Index(P("src", "1.95.0-2"), P("src", "1.96.1-1"), P("src", "1.95.0-10"), P("src", "1.9.1-1"));
        DependencyClosure.Resolve(Set(["src=1.95"], []), index).Packages.Single().Version.ShouldBe("1.95.0-10");
        DependencyClosure.Resolve(Set(["src=1.9"], []), index).Packages.Single().Version.ShouldBe("1.9.1-1");
        DependencyClosure.Resolve(Set(["src"], []), index).Packages.Single().Version.ShouldBe("1.96.1-1");
        Should.Throw<BuildException>(() => DependencyClosure.Resolve(Set(["src=1.94"], []), index)).Message.ShouldBe(
            "targets/packages.yml:5: trixie has no package 'src=1.94' for amd64");
    }

    private static PackageSet Set(string[] roots, string[] exclude) =>
        new("s", "amd64", ["trixie"], roots, exclude, true, "targets/packages.yml:5");

    private static PackageIndex Index(params string[] paragraphs)
    {
        var index = new PackageIndex();
        index.Add("trixie", Encoding.UTF8.GetBytes(string.Join("\n", paragraphs)));
        return index;
    }

    private static string P(string name, string version, string depends = "", string provides = "") =>
        $"Package: {name}\nVersion: {version}\nArchitecture: amd64\n"
        + (depends.Length > 0 ? $"Depends: {depends}\n" : "") + (provides.Length > 0 ? $"Provides: {provides}\n" : "")
        + $"Size: 1\nSHA256: {new string('0', 64)}\nFilename: pool/{name}.deb\n";
}
