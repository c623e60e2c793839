using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Programs;

/// <summary>The pages name what there is, and nothing else; that they name all of the JSON is asked where it is seen, in ProgramTests.</summary>
public partial class ProgramPageTests
{
    private static readonly string[] s_common = ["--json", "--duration", "--log", "--btf", "--help", "--pid", "--uid", "--comm", "--container"];

    [Theory]
    [MemberData(nameof(ProgramSinks.Names), MemberType = typeof(ProgramSinks))]
    public void Options_are_those_of_the_help(string program)
    {
        ProgramPage page = ProgramPage.Of(program);
        string help = Encoding.UTF8.GetString(ProgramSinks.New(program).OptionsHelp);
        string[] options = [.. Option().Matches(help).Select(m => m.Groups[1].Value)];
        options.Except(page.Options).ShouldBeEmpty("options without a word on the page");
        page.Options.Except(options).Except(s_common).ShouldBeEmpty("options that are only on the page");
    }

    [Theory]
    [MemberData(nameof(ProgramSinks.Names), MemberType = typeof(ProgramSinks))]
    public void Names_are_those_of_the_sources(string program)
    {
        string loader = Path.Combine(RepositoryRoot.Path, "packaging", "loader"), programs = Path.Combine(loader, "Programs");
        string sources = string.Concat(
            Directory.EnumerateFiles(loader, "*.cs", SearchOption.AllDirectories)
                .Where(f => Path.GetDirectoryName(f) is { } folder && (Path.GetDirectoryName(folder) != programs
                    || Path.GetFileName(folder).Equals(program, StringComparison.OrdinalIgnoreCase)))
                .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "ebpf-crates", "programs", program), "*.rs", SearchOption.AllDirectories))
                .Select(File.ReadAllText));
        IEnumerable<string> modules = ProgramCatalog.All.Single(c => c.Program == program).Modules;
        ProgramPage page = ProgramPage.Of(program);
        page.Words.Concat(page.CommonWords).Where(w => w.Contains('_') && !sources.Contains(w)).Except(modules).ShouldBeEmpty();
    }

    [GeneratedRegex("^  (?:-., )?(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Option();
}
