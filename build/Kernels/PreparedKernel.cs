using Corewright.Build.Plan;

namespace Corewright.Build.Kernels;

/// <summary>A kernel taken out of its packages, ready to boot and to check against.</summary>
/// <param name="Kernel">Which one.</param>
/// <param name="Release">What <c>uname -r</c> will say.</param>
/// <param name="BootImage">What QEMU's <c>-kernel</c> takes: the ELF vmlinux (x86_64) or an Image.</param>
/// <param name="Btf">The kernel's raw BTF.</param>
/// <param name="HasOwnBtf">Whether the kernel itself carries this BTF; false on armv7, where it comes from DWARF.</param>
/// <param name="Digest">SHA-256 (lower-case hex) that names the content, for caches.</param>
public sealed record PreparedKernel(Kernel Kernel, string Release, string BootImage, string Btf, bool HasOwnBtf, string Digest);
