using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Corlib;

/// <summary>A core library is written against one compiler: each file has to say what of that it is about.</summary>
public partial class ContractCommentTests
{
    [Fact]
    public void Each_file_says_first_which_part_of_the_contract_with_the_compiler_it_fulfils()
    {
        string folder = Path.Combine(RepositoryRoot.Path, "packaging", "corlib");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".s", StringComparison.Ordinal)).ToList();

        files.Count.ShouldBeGreaterThan(50);
        files.Where(f => !Contract().IsMatch(FirstComment(f))).Select(f => Path.GetRelativePath(folder, f)).ShouldBeEmpty();
    }

    private static string FirstComment(string file) =>
        string.Join(' ', File.ReadLines(file).TakeWhile(line => Comment().IsMatch(line)));

    [GeneratedRegex("^(//|# |@ )")]
    private static partial Regex Comment();

    [GeneratedRegex("ILC|JIT|ECMA-335|C# compiler|[Cc]ompiled code")]
    private static partial Regex Contract();
}
