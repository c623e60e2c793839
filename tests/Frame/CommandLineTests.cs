using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class CommandLineTests : IDisposable
{
    private readonly FrontDoor door = new();

    private static Type[] Tasks { get; } =
        [.. typeof(BuildHost).Assembly.GetExportedTypes().Where(t => t.GetCustomAttribute<TaskNameAttribute>() is not null)];

    public void Dispose() => door.Dispose();

    [Fact]
    public async Task Description_lists_every_task_with_what_it_does()
    {
        var result = await door.RunAsync("--description");
        result.ExitCode.ShouldBe(0);
        Tasks.Length.ShouldBeGreaterThan(10);
        string[] lines = result.StandardOutput.Split('\n');
        foreach (var task in Tasks)
        {
            string description = task.GetCustomAttribute<TaskDescriptionAttribute>()!.Description;
            lines.ShouldContain(line =>
                line.StartsWith(task.Name + " ", StringComparison.Ordinal) && line.EndsWith(description, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_tree_begins_with_Default_and_shows_what_it_depends_on()
    {
        string[] lines = (await door.RunAsync("--tree")).StandardOutput.Trim().Split('\n');
        lines[0].ShouldBe("Default");
        lines[1].ShouldBe("└─Report");
        lines.ShouldContain("   ├─Check");
    }

    [Fact]
    public async Task A_dry_run_lists_each_task_once_after_those_that_it_depends_on_and_does_nothing()
    {
        door.Write("artifacts/kept", "");
        var result = await door.RunAsync("--target=Default", "--target=Clean", "--dryrun");
        result.ExitCode.ShouldBe(0);
        List<string> order = [.. result.StandardOutput.Split('\n').Where(l => l.Length > 0 && char.IsAsciiDigit(l[0]))
            .Select(l => l.Split(". ")[1].Trim())];
        order.ShouldBeUnique();
        order[^2..].ShouldBe(["Default", "Clean"]);
        foreach (var task in Tasks.Where(t => order.Contains(t.Name)))
        {
            foreach (var dependency in task.GetCustomAttributes<IsDependentOnAttribute>())
                order.IndexOf(dependency.Task.Name).ShouldBeInRange(0, order.IndexOf(task.Name) - 1);
        }

        File.Exists(Path.Combine(door.Root, "artifacts", "kept")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_target_runs_whatever_its_case()
    {
        door.Write("artifacts/old", "");
        (await door.RunAsync("--target=clean")).ExitCode.ShouldBe(0);
        File.Exists(Path.Combine(door.Root, "artifacts", "old")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_task_that_fails_fails_the_run_and_says_so_in_the_summary()
    {
        var result = await door.RunAsync("--target=Check", "--exclusive");
        result.ExitCode.ShouldBe(255);
        result.StandardError.ShouldContain("An error occurred when executing task 'Check'.");
        result.StandardError.ShouldContain("this needs the results of Ebpf");
        result.StandardOutput.Split('\n').ShouldContain(l =>
            l.StartsWith("Check ", StringComparison.Ordinal) && l.TrimEnd().EndsWith("Failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--jobs=0", "--jobs")]
    [InlineData("--jobs=many", "--jobs")]
    [InlineData("--shard=3/2", "--shard")]
    [InlineData("--offline=perhaps", "--offline")]
    [InlineData("--mirror", "--mirror")]
    [InlineData("--ofline", "did you mean --offline?")]
    public async Task A_value_that_can_not_be_used_is_an_error_that_names_the_option(string argument, string named)
    {
        var result = await door.RunAsync("--target=Clean", argument);
        result.ExitCode.ShouldBe(255);
        result.StandardError.ShouldContain(named);
    }

    [Fact]
    public async Task A_word_that_is_no_option_is_an_error()
    {
        var result = await door.RunAsync("Clean");
        result.ExitCode.ShouldBe(255);
        (result.StandardOutput + result.StandardError).ShouldContain("Unknown command 'Clean'");
    }

    [Fact]
    public async Task Version_is_what_the_program_is() =>
        (await door.RunAsync("--version")).StandardOutput.ShouldStartWith("Corewright builds Rust eBPF crates");

    [Fact]
    public async Task Help_lists_every_option_and_task()
    {
        string help = (await door.RunAsync("--help")).StandardOutput;
        foreach (var option in Options.All)
            help.ShouldContain($"  {option.Usage} ");
        foreach (var task in Tasks)
            help.ShouldContain($"  {task.Name} ");
    }

    [Fact]
    public async Task Clean_keeps_the_cache_unless_it_is_told_otherwise()
    {
        string cache = Path.Combine(door.Root, "cache");
        door.Write("cache/packages/file", "");
        await door.RunAsync("--target=Clean", "--cache=" + cache);
        Directory.Exists(cache).ShouldBeTrue();
        await door.RunAsync("--target=Clean", "--cache=" + cache, "--cache-too");
        Directory.Exists(cache).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--target=Tset")]
    [InlineData("-t", "Tset")]
    public async Task A_misspelt_task_is_an_error_that_names_the_near_one(params string[] arguments)
    {
        var result = await door.RunAsync(arguments);
        result.ExitCode.ShouldBe(1);
        result.StandardError.ShouldStartWith("Error: --target: unknown task 'Tset' (known: Bench, ");
        result.StandardError.ShouldEndWith("; did you mean 'Test'?\n");
    }

    [Fact]
    public async Task A_cache_that_is_a_file_is_an_error_that_says_what_to_do()
    {
        door.Write("file", "");
        var result = await door.RunAsync("--target=Clean", "--cache=" + Path.Combine(door.Root, "file"));
        result.ExitCode.ShouldNotBe(0);
        result.StandardError.ShouldContain(
            Path.Combine(door.Root, "file") + ": the cache is to be here, but this is a file; name another cache with --cache=FOLDER");
    }
}
