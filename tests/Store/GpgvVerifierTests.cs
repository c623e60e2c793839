using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

/// <summary><c>Signed.txt</c> was signed with a key made for these tests, whose public half is <c>Keyring.gpg</c>.</summary>
public class GpgvVerifierTests
{
    private const string DebianKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    private static string Fixture(string name) => Path.Combine(RepositoryRoot.Path, "tests", "Store", "signed", name);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signed_text_comes_out_without_what_is_around_it()
    {
        using var folder = new TemporaryFolder();
        byte[] signed = Encoding.ASCII.GetBytes("not signed\n" + await File.ReadAllTextAsync(Fixture("Signed.txt"), Token));
        byte[] text = await new GpgvVerifier(() => Fixture("Keyring.gpg")).VerifyAsync(folder.Write("f", signed), "here", Token);
        ReleaseFile release = ReleaseFile.Parse(text, "trixie", "here");
        release.ByHash.ShouldBeTrue();
        release.Files["main/binary-amd64/Packages.xz"].Size.ShouldBe(9678380);
        Encoding.UTF8.GetString(text).ShouldNotContain("not signed");
    }

    [Fact]
    public async Task A_changed_letter_is_noticed()
    {
        using var folder = new TemporaryFolder();
        string text = await File.ReadAllTextAsync(Fixture("Signed.txt"), Token);
        string file = folder.Write("f", Encoding.ASCII.GetBytes(text.Replace("9678380", "9678381")));
        (await Should.ThrowAsync<BuildException>(
            () => new GpgvVerifier(() => Fixture("Keyring.gpg")).VerifyAsync(file, "here", Token)))
            .What.ShouldBe("the signature is bad: the file was changed after it was signed");
    }

    [Fact]
    public async Task A_key_that_the_archive_s_keyring_does_not_have_is_not_trusted()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("f", await File.ReadAllBytesAsync(Fixture("Signed.txt"), Token));
        (await Should.ThrowAsync<BuildException>(() => new GpgvVerifier(() => DebianKeyring).VerifyAsync(file, "here", Token)))
            .What.ShouldBe("no signature of a trusted key");
    }

    [Fact]
    public async Task A_missing_keyring_or_program_says_what_to_install()
    {
        string file = Fixture("Signed.txt");
        (await Should.ThrowAsync<BuildException>(() => new GpgvVerifier(() => "/no/keyring").VerifyAsync(file, "here", Token)))
            .Message.ShouldContain("install debian-archive-keyring");
        (await Should.ThrowAsync<BuildException>(
            () => new GpgvVerifier(() => Fixture("Keyring.gpg"), "no-such-gpgv").VerifyAsync(file, "here", Token)))
            .Message.ShouldContain("install the package gpgv");
    }

    [Fact]
    public void The_index_of_another_suite_is_refused() =>
        Should.Throw<BuildException>(() => ReleaseFile.Parse("Suite: stable\nCodename: trixie\nSHA256:\n"u8, "bookworm", "here"))
            .Message.ShouldBe("here: this is the index of 'trixie' (stable), not of 'bookworm'");
}
