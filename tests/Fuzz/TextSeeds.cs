using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Build.Guests;
using Corewright.Tests.Kernels;

namespace Corewright.Tests.Fuzz;

/// <summary>Short inputs in the form that archives, apt and guests give them.</summary>
internal static class TextSeeds
{
    public static byte[] Packages { get; } = Encoding.UTF8.GetBytes(
        $"""
        Package: bpftool
        Source: linux (6.12.107-1)
        Version: 7.5.0+6.12.107-1
        Installed-Size: 2345
        Architecture: amd64
        Pre-Depends: init-system-helpers (>= 1.54~)
        Depends: libc6 (>= 2.38), libelf1t64 (>= 0.131) | libelf1 (<< 2), libzstd1:any (>= 1.5.5) [amd64] <!nocheck>
        Provides: linux-bpftool (= 7.5.0), bpf-tool
        Description: Inspection and simple manipulation of BPF programs and maps
         With more
         .
         than one line.
        Filename: pool/main/l/linux/bpftool_7.5.0+6.12.107-1_amd64.deb
        Size: 1321088
        SHA256: {new string('a', 64)}

        Package: libc6
        Version: 2:2.41-12+deb13u1
        Architecture: amd64
        Filename: pool/main/g/glibc/libc6_2.41-12_amd64.deb
        Size: 2800000
        SHA256: {new string('0', 64)}

        Package: libc6
        Version: 2:2.41-12+deb13u2~rc1
        Architecture: amd64
        Filename: pool/main/g/glibc/libc6_2.41-13_amd64.deb
        Size: 2800001
        SHA256: {new string('1', 64)}
        """);

    public static byte[] Release { get; } = Encoding.UTF8.GetBytes(
        $"""
        Origin: Debian
        Label: Debian
        Suite: stable
        Codename: trixie
        Date: Sat, 06 Sep 2025 09:41:17 UTC
        Valid-Until: Sat, 13 Sep 2025 09:41:17 UTC
        Acquire-By-Hash: yes
        Architectures: all amd64 arm64 armhf
        Components: main contrib
        SHA256:
         {new string('b', 64)}  1484680 contrib/Contents-all
         {new string('c', 64)} 54321 main/binary-amd64/Packages.xz
         {new string('d', 64)} 9663676416 main/binary-arm64/Packages.xz
        """);

    public static byte[] AptList { get; } =
        """
        # the archive
        deb [ arch=amd64 signed-by=/usr/share/keyrings/debian.gpg ] file:///srv/debian trixie main contrib # all
        deb-src file:///srv/debian trixie main
        deb file:///srv/security trixie-security main
        """u8.ToArray();

    public static byte[] AptStanzas { get; } =
        """
        Types: deb deb-src
        URIs: file:///srv/debian
         file:///srv/second
        Suites: trixie trixie-updates
        Components: main
        Signed-By: /usr/share/keyrings/debian.gpg
        # a comment
        Enabled: yes

        Types: deb
        URIs: file:///srv/security
        Suites: trixie-security
        Components: main
        """u8.ToArray();

    public static byte[] Results { get; } = ResultStream.Format(new Dictionary<string, byte[]>
    {
        ["uname"] = "6.12.107\n"u8.ToArray(),
        ["load.exit"] = "0 3.14 3.92\n"u8.ToArray(),
        ["load.stdout"] = [],
        ["load.stderr"] = [.. Enumerable.Repeat((byte)'x', 300)],
    });

    /// <summary>Literals, then matches that overlap themselves, in one block, and a second block.</summary>
    public static byte[] Lz4 { get; } =
    [
        .. KernelBytes.Lz4([.. Enumerable.Range(0, 300).Select(i => (byte)i)]),
        14, 0, 0, 0, 0x4F, 1, 2, 3, 4, 4, 0, 255, 255, 7, 0x30, 5, 6, 7,
    ];
}
