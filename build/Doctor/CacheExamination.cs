using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Doctor;

/// <summary>What the cache holds and lacks.</summary>
internal static class CacheExamination
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(BuildContext context)
    {
        var findings = new List<Finding> { Size(context.Paths.Cache) };
        var sets = NeededSets.Of(context.Rooms.Matrix.Kernels, compilers: true, guests: true);
        try
        {
            var plan = await context.Rooms.Store.PlanAsync(sets, context.Cancellation);
            findings.AddRange(plan.Sets.Select(Describe));
            findings.Add(plan.MissingPackages == 0
                ? new(Health.Good, "to fetch", $"nothing for the matrix {context.Rooms.Matrix.Name}")
                : new(context.Settings.Offline ? Health.Missing : Health.Note, "to fetch",
                    $"{ProgressText.Bytes(plan.MissingBytes)} in {plan.MissingPackages} packages for the matrix {context.Rooms.Matrix.Name}"));
        }
        catch (BuildException exception)
        {
            findings.Add(new(Health.Missing, "packages", exception.Message));
        }

        return findings;
    }

    private static Finding Describe(SetStatus set) => set.MissingBytes == 0
        ? new(Health.Good, set.Name, $"{set.Packages} packages, {ProgressText.Bytes(set.TotalBytes)}")
        : new(Health.Note, set.Name, $"{ProgressText.Bytes(set.MissingBytes)} of {ProgressText.Bytes(set.TotalBytes)} to fetch");

    private static Finding Size(string cache)
    {
        if (!Directory.Exists(cache))
            return new(Health.Note, "cache", $"{cache} is not there yet");
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        long bytes = new DirectoryInfo(cache).EnumerateFiles("*", all).Sum(LengthOf);
        long free = new DriveInfo(cache).AvailableFreeSpace;
        return new(Health.Good, "cache", $"{cache}, {ProgressText.Bytes(bytes)}; {ProgressText.Bytes(free)} free");
    }

    // Another build may remove a file while we count.
    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
