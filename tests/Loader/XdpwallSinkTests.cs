using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Corewright.Loader.Networks;
using Corewright.Loader.Xdpwall;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>Rules as they are written and changed; what becomes of packets is shown in guests.</summary>
public unsafe class XdpwallSinkTests
{
    [Theory]
    [InlineData("", "Empty")]
    [InlineData("  \t\r", "Empty")]
    [InlineData("# deny 10.0.0.0/8", "Empty")]
    [InlineData("deny 10.0.0.0/8", "Rule")]
    [InlineData("\tallow  2001:db8::/32\t# why\r", "Rule")]
    [InlineData("remove 10.0.0.0/8", "Removal")]
    [InlineData("Deny 10.0.0.0/8", "UnknownWord")]
    [InlineData("deny", "BadPrefix")]
    [InlineData("deny 10.0.0.0/8 10.0.0.0/8", "BadPrefix")]
    [InlineData("deny nowhere", "BadPrefix")]
    [InlineData("deny\u001b[31m 10.0.0.0/8", "UnknownWord")]
    public void A_line_is_a_rule_or_it_is_said_what_is_wrong(string text, string kind) =>
        RuleLine.Read(Encoding.UTF8.GetBytes(text)).Kind.ToString().ShouldBe(kind);

    [Fact]
    public void A_file_with_a_mistake_changes_nothing()
    {
        using var text = new MemoryText();
        (RuleTable table, RuleStage stage, _) = Wall(text);
        Load(stage, "deny 10.0.0.0/8\n").ShouldBe(RuleProblem.None);
        Load(stage, "allow 10.0.0.0/8\ndeny 11.0.0.0/8\nden 12.0.0.0/8\n").ShouldBe(RuleProblem.UnknownWord);
        stage.Line.ShouldBe(3u);
        Rules(table).ShouldBe(["Deny 10.0.0.0/8"]);
    }

    [Fact]
    public void A_file_s_rules_are_those_it_has_now()
    {
        using var text = new MemoryText();
        (RuleTable table, RuleStage stage, _) = Wall(text);
        table.Add(Prefix("192.0.2.0/24"), Verdict.Deny, isFromFile: false);
        Load(stage, "deny 10.0.0.0/8\n\nallow 10.1.0.0/16 # but these\nallow 10.1.0.0/16").ShouldBe(RuleProblem.None);
        Load(stage, "allow 10.0.0.0/8\ndeny ::/0\ndeny 192.0.2.0/24").ShouldBe(RuleProblem.None);
        Rules(table).ShouldBe(["Deny 192.0.2.0/24", "Allow 10.0.0.0/8", "Deny ::/0"], ignoreOrder: true);
        Events(text).ShouldBe(["rule_added", "rule_added", "rule_removed", "rule_added", "rule_added", "rule_removed"]);
        Load(stage, "").ShouldBe(RuleProblem.None);
        Rules(table).ShouldBe(["Deny 192.0.2.0/24"]);
    }

    [Theory]
    [InlineData("deny 10.0.0.0/8\nallow 10.9.9.9/8\n", 2)]
    [InlineData("\nallow 192.0.2.1/24\n", 2)]
    public void Two_verdicts_for_a_prefix_are_refused(string file, int line)
    {
        using var text = new MemoryText();
        (RuleTable table, RuleStage stage, _) = Wall(text);
        table.Add(Prefix("192.0.2.0/24"), Verdict.Deny, isFromFile: false);
        Load(stage, file).ShouldBe(RuleProblem.Contradiction);
        stage.Line.ShouldBe((uint)line);
    }

    [Fact]
    public void A_full_table_takes_what_comes_in_the_place_of_what_goes()
    {
        using var text = new MemoryText();
        (RuleTable table, RuleStage stage, _) = Wall(text);
        string Many(int network) => string.Concat(Enumerable.Range(0, 1024).Select(i => $"deny {network}.0.{i / 256}.{i % 256}\n"));
        Load(stage, Many(10)).ShouldBe(RuleProblem.None);
        Load(stage, Many(10) + "deny 11.0.0.0/8\n").ShouldBe(RuleProblem.TooMany);
        table.Find(Prefix("10.0.3.255")).ShouldBeGreaterThanOrEqualTo(0);
        Load(stage, Many(11)).ShouldBe(RuleProblem.None);
        table.Count.ShouldBe(1024u);
        table.Find(Prefix("10.0.3.255")).ShouldBe(-1);
        table.Find(Prefix("11.0.3.255")).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void Commands_may_come_in_pieces()
    {
        using var text = new MemoryText();
        (RuleTable table, _, RuleCommands commands) = Wall(text);
        foreach (string piece in (string[])["de", "ny 10.0.0.0/8\nallow 10", ".1.0.0/16\n", "\nremove 10.0.0.0/8\ndeny 10.0.0.0/8"])
            commands.Take(Encoding.UTF8.GetBytes(piece));
        Rules(table).ShouldBe(["Allow 10.1.0.0/16"]);
        Events(text).ShouldBe(["rule_added", "rule_added", "rule_removed"]);
    }

    [Fact]
    public void Rules_from_a_pipe_stay_though_it_is_empty_now()
    {
        // xdpwall --rules <(echo deny 10.0.0.0/8)
        using var text = new MemoryText();
        (RuleTable table, RuleStage stage, _) = Wall(text);
        (int read, int write) = Pipes.Open();
        Corewright.Bpf.Kernel.Syscall.Write(write, "deny 10.0.0.0/8\n"u8);
        Pipes.Close(write);
        fixed (byte* path = Encoding.UTF8.GetBytes($"/proc/self/fd/{read}\0"))
        {
            var file = new RulesFile(path, stage, new WallReport(table, text.Writer, text.Writer, json: true, styled: false));
            file.Load().ShouldBe(RuleProblem.None);
            for (int i = 0; i < 3; i++)
                file.Look();
        }
        Pipes.Close(read);
        Rules(table).ShouldBe(["Deny 10.0.0.0/8"]);
    }

    [Fact]
    public void The_last_command_needs_no_end_of_line()
    {
        using var text = new MemoryText();
        (RuleTable table, _, RuleCommands commands) = Wall(text);
        commands.Take("deny 10.0.0.0/8\nallow 10.1.0.0/16"u8);
        commands.End();
        commands.End();
        Rules(table).ShouldBe(["Deny 10.0.0.0/8", "Allow 10.1.0.0/16"]);
    }

    [Fact]
    public void A_command_changes_a_verdict_and_bad_ones_are_told_by_line()
    {
        using var text = new MemoryText();
        (RuleTable table, _, RuleCommands commands) = Wall(text);
        string tooLong = "allow 10.0.0.0/8 #" + new string('x', 300);
        commands.Take(Encoding.UTF8.GetBytes($"deny 10.0.0.0/8\nallow 10.0.0.0/8\n{tooLong}\nremove 11.0.0.0/8\nallow 10.0.0.0/8\n"));
        Rules(table).ShouldBe(["Allow 10.0.0.0/8"]);
        Events(text).ShouldBe(["rule_added", "rule_removed", "rule_added", "rules_refused", "rules_refused"]);
        text.Text.ShouldContain("\"line\":3,\"reason\":\"too long");
        text.Text.ShouldContain("\"line\":4,\"reason\":\"there is no rule");
    }

    [Theory]
    [InlineData("--interval", "1", true)]
    [InlineData("--interval", "3600", true)]
    [InlineData("--interval", "0", false)]
    [InlineData("--interval", "3601", false)]
    [InlineData("--interval", "", false)]
    [InlineData("--interval", "1s", false)]
    [InlineData("--interface", "eth0", true)]
    [InlineData("--interface", "", false)]
    [InlineData("--rules", "", false)]
    public void Options_are_checked(string option, string value, bool good)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(value + "\0"))
            new XdpwallSink().Take(Encoding.UTF8.GetBytes(option), text).ShouldBe(good);
    }

    [Fact]
    public void The_table_is_aligned()
    {
        using var text = new MemoryText();
        var table = new RuleTable();
        table.Add(Prefix("10.0.0.0/8"), Verdict.Deny, isFromFile: false);
        table.Add(Prefix("1111:2222:3333:4444:5555:6666:7777:8888"), Verdict.Allow, isFromFile: false);
        new WallReport(table, text.Writer, text.Writer, json: false, styled: false).Counts(atEnd: false);
        string[] lines = text.Text.TrimEnd().Split('\n');
        lines.Length.ShouldBe(8);
        lines.Select(l => l.Length).Distinct().Count().ShouldBe(1);
        lines[1].ShouldStartWith("deny      10.0.0.0/8  ");
    }

    private static (RuleTable Table, RuleStage Stage, RuleCommands Commands) Wall(MemoryText text)
    {
        var table = new RuleTable();
        var report = new WallReport(table, text.Writer, text.Writer, json: true, styled: false);
        return (table, new RuleStage(table, report), new RuleCommands(table, report));
    }

    private static RuleProblem Load(RuleStage stage, string file)
    {
        RuleProblem problem = stage.Read(Encoding.UTF8.GetBytes(file));
        return problem == RuleProblem.None ? stage.Apply(tell: true) : problem;
    }

    private static AddressPrefix Prefix(string text)
    {
        AddressPrefix.TryParse(Encoding.UTF8.GetBytes(text), out AddressPrefix prefix).ShouldBeTrue();
        return prefix;
    }

    private static List<string> Rules(RuleTable table)
    {
        var rules = new List<string>();
        for (int i = 0; i < table.End; i++)
        {
            if (table[i].IsUsed)
                rules.Add($"{table[i].Verdict} {Encoding.UTF8.GetString(AddressPrefix.Write(table[i].Prefix, new byte[AddressPrefix.MaxTextBytes]))}");
        }
        return rules;
    }

    private static string[] Events(MemoryText text) =>
        [.. text.Text.Split('\n', System.StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()!)];
}
