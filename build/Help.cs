using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Cake.Frosting;

namespace Corewright.Build;

/// <summary>What <c>./build.sh --help</c> says, made from the tasks and options themselves.</summary>
public static class Help
{
    /// <summary>Prints tasks, options and examples.</summary>
    public static void Print(TextWriter output)
    {
        output.WriteLine("./build.sh [--target=TASK] [options]");
        output.WriteLine();
        output.WriteLine("Tasks:");
        foreach (var type in typeof(Help).Assembly.GetExportedTypes().Where(t => t.GetCustomAttribute<TaskNameAttribute>() is not null)
            .OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            Line(output, type.GetCustomAttribute<TaskNameAttribute>()!.Name,
                type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "");
        }

        output.WriteLine();
        output.WriteLine("Options (each may also stand under [Corewright] in cake.config, and in the environment as CAKE_COREWRIGHT_NAME):");
        foreach (var option in Options.All)
            Line(output, option.Usage, option.Help);
        output.WriteLine();
        output.WriteLine("Cake's own:");
        Line(output, "--exclusive", "Run the target without what it depends on");
        Line(output, "--dryrun", "List the tasks in order without running them");
        Line(output, "--tree, --description", "Show the tasks and their dependencies, or their descriptions");
        Line(output, "--verbosity=LEVEL", "quiet, minimal, normal, verbose or diagnostic");
        output.WriteLine();
        output.WriteLine("Examples:");
        Line(output, "./build.sh", "Build, prove and package everything");
        Line(output, $"./build.sh --target={nameof(Tasks.Test)}", "Run the tests");
        Line(output, $"./build.sh --target={nameof(Tasks.Clean)} {Options.CacheToo.Usage}", "Start from nothing");
    }

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"  {name,-28} {text}");
}
