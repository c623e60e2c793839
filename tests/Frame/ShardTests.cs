using System.Collections.Generic;
using System.Linq;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class ShardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Parts_cover_everything_once(int count)
    {
        var shards = Enumerable.Range(1, count).Select(i => new Shard(i, count)).ToArray();
        foreach (int position in Enumerable.Range(0, 20))
            shards.Count(s => s.Includes(position)).ShouldBe(1);
    }

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1")]
    [InlineData("-1/2")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    public void What_is_no_part_is_refused(string text) =>
        Should.Throw<BuildException>(() => Shard.Parse(text)).Message.ShouldContain("--shard");

    [Fact]
    public void GitLab_counts_from_1() => From(("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")).ShouldBe(new Shard(2, 4));

    [Fact]
    public void Kubernetes_counts_from_0() => From(("JOB_COMPLETION_INDEX", "0"), ("JOB_COMPLETIONS", "3")).ShouldBe(new Shard(1, 3));

    [Fact]
    public void Half_a_setting_is_none() => From(("CI_NODE_INDEX", "2")).ShouldBe(Shard.Whole);

    private static Shard From(params (string Name, string Value)[] variables) =>
        Shard.FromEnvironment(variables.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault);
}
