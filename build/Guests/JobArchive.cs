using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Corewright.Build.Guests;

/// <summary>The part of a guest's initramfs that is one job's own; the kernel reads it after the base.</summary>
internal static class JobArchive
{
    /// <summary>Checks a job and writes it as a cpio archive.</summary>
    /// <param name="job">The job.</param>
    /// <param name="resultTty">What the guest calls its second serial line.</param>
    public static byte[] Write(GuestJob job, string resultTty)
    {
        using var output = new MemoryStream();
        var archive = new CpioWriter(output);
        archive.AddFile("/job/result-tty", Encoding.ASCII.GetBytes(resultTty + "\n"), executable: false);
        archive.AddFile("/job/steps", Encoding.UTF8.GetBytes(Steps(job)), executable: false);
        foreach (GuestFile file in job.Files)
            archive.AddFile(file.Path, file.Content.Span, file.Executable);
        archive.Finish();
        return output.ToArray();
    }

    private static string Steps(GuestJob job)
    {
        var script = new StringBuilder();
        foreach (GuestStep step in job.Steps)
        {
            if (step.Name.Length == 0 || step.Name.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
                throw new BuildException($"a guest's step is named with a-z, 0-9 and '-'; found '{step.Name}'", job.Name);
            int seconds = Math.Max(1, (int)Math.Ceiling(step.Timeout.TotalSeconds));
            script.Append(CultureInfo.InvariantCulture, $"step {step.Name} {seconds}");
            foreach (string argument in step.Arguments)
                script.Append(' ').Append(Quote(argument));
            script.Append('\n');
        }
        return script.ToString();
    }

    // POSIX shell, 2.2.2: nothing is special between single quotes, so only they have to be left and entered again.
    private static string Quote(string argument) => "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
