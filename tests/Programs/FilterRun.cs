using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Shouldly;

namespace Corewright.Tests.Programs;

/// <summary>
/// Whether a program tells processes apart. Six of them do the same thing at the same time: two that only their ids tell apart, one of
/// another user, one with another name, one in a container, and one in another container, in a cgroup below it and a pid namespace of its
/// own. The run's loader looks at everybody and has to tell who was what; beside it, others run, each with one filter, and have to show
/// the one process that it admits, and nobody else.
/// </summary>
internal sealed record FilterRun
{
    /// <summary>The run's name, in every program of processes.</summary>
    public const string Name = "filters";

    private const string Docker = "7d10c3e94b2a8f657d10c3e94b2a8f657d10c3e94b2a8f657d10c3e94b2a8f65";
    private const string Pod = "c4f82a6e01d97b35c4f82a6e01d97b35c4f82a6e01d97b35c4f82a6e01d97b35";

    // Which process each filter admits.
    private static readonly (string Filter, string Actor)[] s_filters =
        [("pid", "chosen"), ("uid", "user"), ("comm", "named"), ("container", "pod")];

    private static readonly string[] s_actors = ["plain", "chosen", "user", "named", "docked", "pod"];

    /// <summary>What a process becomes; for a file of which the name matters, one that does not mind <c>-2</c> behind it.</summary>
    public string Executable { get; init; } = "/bin/busybox";

    /// <summary>The arguments with which it does what the program observes.</summary>
    public required string Act { get; init; }

    /// <summary>For processes that don't end by themselves, how long they run.</summary>
    public int Seconds { get; init; }

    /// <summary>A script that is run before.</summary>
    public string Before { get; init; } = "";

    /// <summary>Options of all loaders.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Options besides, of those that filter.</summary>
    public string FilteredArguments { get; init; } = "";

    /// <summary>The event that says where a process is.</summary>
    public required string Event { get; init; }

    /// <summary>The event that loaders with a filter tell of a process; <see cref="Event"/> without this.</summary>
    public string? FilteredEvent { get; init; }

    /// <summary>How a process ends, by whether a loader that filters has admitted it.</summary>
    public Func<bool, int> Ends { get; init; } = _ => 0;

    /// <summary>The run of a program's case.</summary>
    /// <param name="program">The case's program.</param>
    public ProgramRun Of(string program) => new(Name, answer => Prove(answer, program))
    {
        Arguments = Arguments,
        Workload = Workload(program),
        Patience = TimeSpan.FromSeconds(120),
    };

    private string Workload(string program) => $$"""
        program={{program}} event={{Event}} executable={{Executable}} act='{{Act}}' seconds={{Seconds}} docker={{Docker}} pod={{Pod}}
        everybody='{{string.Join(' ', Arguments)}}' filtered='{{FilteredArguments}}'
        {{Before}}

        """ + File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "Programs", "filters.sh"));

    private void Prove(RunAnswer answer, string program)
    {
        Dictionary<string, string[]> said = answer.WorkloadOutput.Split('\n').Select(l => l.Split(' ')).Where(w => w[0] is "actor" or "ended")
            .GroupBy(w => w[1]).ToDictionary(g => g.Key, g => g.SelectMany(w => w[2..]).ToArray());
        said.Keys.ShouldBe(s_actors, ignoreOrder: true);
        string executable = Path.GetFileName(Executable);
        foreach (string actor in s_actors)
        {
            string comm = actor == "named" ? executable + "-2" : executable;
            JsonElement at = answer.EventsOf(Event).First(
                e => IdOf(e) == int.Parse(said[actor][0], CultureInfo.InvariantCulture) && e.GetProperty("comm").GetString() == comm);
            at.GetProperty("pid_namespace").GetInt64().ShouldBe(long.Parse(said[actor][1], CultureInfo.InvariantCulture), actor);
            at.GetProperty("uid").GetInt32().ShouldBe(actor == "user" ? 1000 : 0);
            at.GetProperty("cgroup_id").GetInt64().ShouldBe(long.Parse(said[actor][2], CultureInfo.InvariantCulture), actor);
            if (actor is not ("docked" or "pod"))
                at.TryGetProperty("container", out _).ShouldBeFalse(actor);
            else
                at.GetProperty("container").ToString().ShouldBe(actor == "pod" ? Of(Pod, "containerd") : Of(Docker, "docker"));
            said[actor][3].ShouldBe($"{Ends(s_filters.Any(f => f.Actor == actor))}", $"how {actor} ended");
        }
        said["pod"][1].ShouldNotBe(said["plain"][1], "the pid namespaces");
        foreach ((string filter, string actor) in s_filters)
        {
            string[] lines = answer.File($"{program}-only-{filter}.out").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            JsonElement[] events = [.. lines.Select(l => JsonDocument.Parse(l).RootElement)];
            events.Select(e => e.GetProperty("event").GetString()).ShouldContain(FilteredEvent ?? Event, $"--{filter}");
            events.Select(IdOf).Where(id => id is not null).Distinct()
                .ShouldBe([int.Parse(said[actor][0], CultureInfo.InvariantCulture)], $"--{filter} admits {actor} and nobody else");
        }
    }

    private static int? IdOf(JsonElement of) => of.TryGetProperty("tgid", out JsonElement id) ? id.GetInt32() : null;

    private static string Of(string id, string runtime) => $$"""{"id":"{{id}}","runtime":"{{runtime}}"}""";
}
