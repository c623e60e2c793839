// gpgv(1), and its status lines as in GnuPG's doc/DETAILS.
using System;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace Corewright.Build.Store;

/// <summary>Verifies with gpgv, as apt does: at least one good signature of a key in the keyring, and no bad one.</summary>
/// <param name="keyring">Gives the file with the trusted public keys.</param>
/// <param name="program">The program; a name is looked for on PATH.</param>
internal sealed class GpgvVerifier(Func<string> keyring, string program = "gpgv") : ISignatureVerifier
{
    public async Task<byte[]> VerifyAsync(string file, string where, CancellationToken cancellationToken)
    {
        string keys = Path.GetFullPath(keyring());
        if (!File.Exists(keys))
        {
            throw new BuildException(
                "the archive's keyring is not there", keys,
                "install debian-archive-keyring, or name a keyring with --keyring=FILE");
        }

        string text = $"{file}.{Guid.NewGuid():N}.text";
        try
        {
            BufferedCommandResult result = await RunAsync(keys, text, file, cancellationToken);
            string[] status = [.. result.StandardOutput.Split('\n')
                .Where(line => line.StartsWith("[GNUPG:] ", StringComparison.Ordinal))
                .Select(line => line["[GNUPG:] ".Length..])];

            // A signature whose key is unknown says nothing; archives sign with the keys of several releases.
            bool good = status.Any(line => line.StartsWith("VALIDSIG ", StringComparison.Ordinal));
            bool bad = status.Any(line => line.StartsWith("BADSIG ", StringComparison.Ordinal));
            if (good && !bad && File.Exists(text))
                return await File.ReadAllBytesAsync(text, cancellationToken);
            throw new BuildException(
                bad ? "the signature is bad: the file was changed after it was signed" : "no signature of a trusted key",
                where,
                $"the mirror may be broken or lying; keyring {keys}; gpgv says: {result.StandardError.Trim().ReplaceLineEndings("; ")}");
        }
        finally
        {
            File.Delete(text);
        }
    }

    private async Task<BufferedCommandResult> RunAsync(
        string keys, string text, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await Cli.Wrap(program)
                .WithArguments(["--status-fd", "1", "--keyring", keys, "--output", text, file])
                .WithEnvironmentVariables(environment => environment.Set("LC_ALL", "C"))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, cancellationToken);
        }
        catch (Win32Exception error)
        {
            throw new BuildException(
                $"{program} can't be started ({error.Message}); the archive's indexes can't be verified without it",
                next: "install the package gpgv", cause: error);
        }
    }
}
