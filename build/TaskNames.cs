using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Cake.Frosting;
using Corewright.Build.Plan;

namespace Corewright.Build;

/// <summary>The names of the tasks, known before Cake runs.</summary>
internal static class TaskNames
{
    private static readonly string[] s_options = ["--target", "-t"];

    /// <summary>All, in alphabetical order.</summary>
    public static string[] All { get; } =
    [
        .. typeof(TaskNames).Assembly.GetExportedTypes().Select(type => type.GetCustomAttribute<TaskNameAttribute>()?.Name)
            .OfType<string>().Order(StringComparer.Ordinal),
    ];

    /// <summary>The error for a target that does not exist, with what is near it; null where there is none.</summary>
    public static BuildException? FindUnknown(IReadOnlyList<string> arguments)
    {
        foreach (string target in Targets(arguments))
        {
            if (!All.Contains(target, StringComparer.OrdinalIgnoreCase))
                return Spelling.Unknown("task", target, "--target", All, "known");
        }

        return null;
    }

    private static IEnumerable<string> Targets(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] words = arguments[i].Split('=', 2);
            if (!s_options.Contains(words[0], StringComparer.OrdinalIgnoreCase))
                continue;
            if (words.Length == 2)
                yield return words[1].Trim('"');
            else if (i + 1 < arguments.Count)
                yield return arguments[i + 1];
        }
    }
}
