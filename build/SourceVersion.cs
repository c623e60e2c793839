using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using CliWrap;
using CliWrap.Buffered;

namespace Corewright.Build;

/// <summary>Which sources are built.</summary>
/// <param name="Number">The version in Directory.Build.props, such as <c>0.1.0</c>.</param>
/// <param name="Commit">The commit's full hash; empty outside a git checkout.</param>
/// <param name="Epoch">
/// What every time stamp in the artifacts is: <c>SOURCE_DATE_EPOCH</c> where it is set, else the commit's time, in seconds since
/// 1970-01-01 UTC (reproducible-builds.org's specification).
/// </param>
public sealed record SourceVersion(string Number, string Commit, long Epoch)
{
    /// <summary>1980-01-01: the earliest time that every archive format can hold.</summary>
    private const long EarliestEpoch = 315_532_800;

    /// <summary>Before anything was read.</summary>
    public static SourceVersion Unknown { get; } = new("0.0.0", "", EarliestEpoch);

    /// <summary>The commit's first twelve digits, or empty.</summary>
    public string ShortCommit => Commit.Length > 12 ? Commit[..12] : Commit;

    /// <summary>Reads the version from the checkout at <paramref name="root"/>.</summary>
    /// <exception cref="BuildException">Directory.Build.props has no version, or SOURCE_DATE_EPOCH is no number.</exception>
    public static async Task<SourceVersion> ReadAsync(string root, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        var (commit, time) = await ReadCommitAsync(root, cancellationToken);
        return new SourceVersion(ReadNumber(root), commit, ReadEpoch(variable("SOURCE_DATE_EPOCH")) ?? time);
    }

    private static string ReadNumber(string root)
    {
        string file = Path.Combine(root, "Directory.Build.props");
        if (!File.Exists(file))
            throw new BuildException("it is missing", file, "run the build from a complete checkout");
        return XDocument.Load(file).Descendants("Version").FirstOrDefault()?.Value
            ?? throw new BuildException("it has no <Version>", file);
    }

    private static long? ReadEpoch(string? text) => string.IsNullOrEmpty(text)
        ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? seconds
            : throw new BuildException($"'{text}' is not a number of seconds", "SOURCE_DATE_EPOCH");

    private static async Task<(string Commit, long Time)> ReadCommitAsync(string root, CancellationToken cancellationToken)
    {
        if (!Path.Exists(Path.Combine(root, ".git")))
            return ("", EarliestEpoch);
        BufferedCommandResult result;
        try
        {
            result = await Cli.Wrap("git")
                .WithArguments(["-C", root, "log", "-1", "--format=%H %ct"])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ("", EarliestEpoch);
        }

        string[] parts = result.StandardOutput.Trim().Split(' ');
        return result.ExitCode == 0 && parts.Length == 2 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long time)
            ? (parts[0], time)
            : ("", EarliestEpoch);
    }
}
