using System;
using System.Linq;
using Corewright.Loader.Programs;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>The sinks of all programs, by the program's name.</summary>
internal static class ProgramSinks
{
    /// <summary>All programs that have a sink.</summary>
    public static TheoryData<string> Names =>
        [.. typeof(Sink).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(Sink))).Select(t => NameOf(t.Name)).Order()];

    /// <summary>A new sink.</summary>
    /// <param name="program">A folder of <c>ebpf-crates/programs</c>.</param>
    public static Sink New(string program) => (Sink)Activator.CreateInstance(
        typeof(Sink).Assembly.GetTypes().Single(t => t.IsAssignableTo(typeof(Sink)) && NameOf(t.Name) == program))!;

    private static string NameOf(string type) => type.Replace(nameof(Sink), "", StringComparison.Ordinal).ToLowerInvariant();
}
