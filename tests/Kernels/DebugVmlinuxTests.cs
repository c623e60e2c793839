using System;
using System.IO;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Kernels;
using Corewright.Build.Progress;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Kernels;

/// <summary>
/// <c>debug-package.deb</c>: a data.tar.xz of ten blocks with modules, a vmlinux of 20004 bytes across several blocks, and a file
/// that only begins with its name.
/// </summary>
public class DebugVmlinuxTests
{
    private static readonly string s_package = Path.Combine(RepositoryRoot.Path, "tests", "Kernels", "fixtures", "debug-package.deb");

    [Fact]
    public async Task Vmlinux_comes_out_whole_with_its_release()
    {
        (string release, byte[] vmlinux) = await ExtractAsync(s_package);
        release.ShouldBe("9.9-test");
        vmlinux.Length.ShouldBe(20004);
        vmlinux[..4].ShouldBe([0x7F, (byte)'E', (byte)'L', (byte)'F']);
        for (int i = 0; i < 20000; i++)
            vmlinux[4 + i].ShouldBe((byte)((i * 7 + i / 256) % 251));
    }

    [Fact]
    public async Task A_package_cut_or_altered_anywhere_is_refused_or_gives_the_same()
    {
        byte[] whole = await File.ReadAllBytesAsync(s_package, TestContext.Current.CancellationToken);
        (_, byte[] vmlinux) = await ExtractAsync(s_package);
        var random = new Random(1);
        string broken = Path.GetTempFileName();
        for (int i = 0; i < 150; i++)
        {
            byte[] bytes = [.. whole];
            if (i % 3 == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            else
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(broken, bytes, TestContext.Current.CancellationToken);
            try
            {
                (await ExtractAsync(broken)).Content.ShouldBe(vmlinux);
            }
            catch (BuildException)
            {
                // The one way to say no.
            }
        }
        File.Delete(broken);
    }

    private static async Task<(string Release, byte[] Content)> ExtractAsync(string package)
    {
        string output = Path.GetTempFileName();
        try
        {
            using IProgressItem progress = RepositoryStore.Log.Begin("test");
            string release = await DebugVmlinux.ExtractAsync(package, output, progress, TestContext.Current.CancellationToken);
            return (release, await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(output);
        }
    }
}
