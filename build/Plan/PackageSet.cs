using System.Collections.Generic;

namespace Corewright.Build.Plan;

/// <summary>One package set of <c>targets/packages.yml</c>, or one that a kernel of <c>targets/kernels.yml</c> stands for.</summary>
/// <param name="Name">What the rooms ask the store for, such as <c>toolchain</c> or <c>kernel-x86_64-6.1</c>.</param>
/// <param name="Architecture">Debian's name of the packages' architecture, such as <c>amd64</c>.</param>
/// <param name="Suites">Names of <see cref="PackageCatalogue.Suites"/> that packages are taken from; the newest version wins.</param>
/// <param name="Roots">
/// The packages that are wanted. <c>*</c> stands for text without a hyphen: the newest match is taken. <c>name=1.2</c> is the newest of
/// the versions 1.2.*, of those that a suite still has.
/// </param>
/// <param name="Exclude">Packages that are left out although something depends on them.</param>
/// <param name="Dependencies">Whether what the roots depend on belongs to the set.</param>
/// <param name="Where">File and line, for messages.</param>
public sealed record PackageSet(
    string Name,
    string Architecture,
    IReadOnlyList<string> Suites,
    IReadOnlyList<string> Roots,
    IReadOnlyList<string> Exclude,
    bool Dependencies,
    string Where);

/// <summary>A Debian suite and where its packages lie.</summary>
/// <param name="Name">As in <c>dists/&lt;name&gt;</c>, such as <c>trixie-backports</c>.</param>
/// <param name="Archive">Which of the mirror's two archives has it.</param>
/// <param name="Areas">Archive areas ("components"), such as <c>main</c>.</param>
public sealed record Suite(string Name, Archive Archive, IReadOnlyList<string> Areas);

/// <summary>Debian's archives: security updates have one of their own.</summary>
public enum Archive
{
    /// <summary>The archive of stable, testing, backports: <c>…/debian</c>.</summary>
    Main,

    /// <summary>The archive of security updates: <c>…/debian-security</c>.</summary>
    Security,
}

/// <summary>All suites and package sets.</summary>
/// <param name="Suites">By name.</param>
/// <param name="Sets">By name; the kernels' sets among them.</param>
/// <param name="LeaveOut">Folders of packages, with a closing slash, that nothing needs and that aren't unpacked.</param>
public sealed record PackageCatalogue(
    IReadOnlyDictionary<string, Suite> Suites,
    IReadOnlyDictionary<string, PackageSet> Sets,
    IReadOnlyList<string> LeaveOut)
{
    /// <summary>Nothing at all.</summary>
    public static PackageCatalogue Empty { get; } =
        new(new Dictionary<string, Suite>(), new Dictionary<string, PackageSet>(), []);
}
