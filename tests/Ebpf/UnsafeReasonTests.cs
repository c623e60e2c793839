using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>
/// What is <c>unsafe</c> in Rust says why it holds: a <c>// SAFETY:</c> before the statement of a block or before an <c>impl</c>, a
/// <c># Safety</c> in the documentation of functions and traits.
/// </summary>
public partial class UnsafeReasonTests
{
    [Fact]
    public void Everything_unsafe_in_the_crates_has_its_reason()
    {
        string[] roots = [RepositoryStore.Paths.EbpfCrates, Path.Combine(RepositoryRoot.Path, "build"), Path.Combine(RepositoryRoot.Path, "tests")];
        string[] sources =
        [
            .. roots.SelectMany(root => Directory.EnumerateFiles(root, "*.rs*", SearchOption.AllDirectories))
                .Where(file => file.EndsWith(".rs", StringComparison.Ordinal) || file.EndsWith(".rs.template", StringComparison.Ordinal))
                .Where(file => !file.Split('/').Intersect(["target", "obj", "bin"]).Any()),
        ];
        sources.Length.ShouldBeGreaterThan(50);

        sources.SelectMany(file => WithoutReason(File.ReadAllLines(file)).Select(line => $"{Path.GetRelativePath(RepositoryRoot.Path, file)}:{line}"))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("let x = unsafe { *p };", 1)]
    [InlineData("// SAFETY: it is ours.\nlet x = unsafe { *p };", 0)]
    [InlineData("// SAFETY: it is ours.\nlet x = first\n    .map(|p| unsafe { *p });", 0)]
    [InlineData("// SAFETY: it is ours,\n// and nobody else's.\n#[cold]\nunsafe impl Send for X {}", 0)]
    [InlineData("// SAFETY: it is ours.\nfirst();\nlet x = unsafe { *p };", 1)]
    [InlineData("// It is ours.\nunsafe impl Send for X {}", 1)]
    [InlineData("/// # Safety\n/// It must be ours.\n#[inline]\npub unsafe fn get() {", 0)]
    [InlineData("/// Gets it.\npub unsafe fn get() {", 1)]
    [InlineData("type Get = unsafe extern \"C\" fn() -> u64;", 0)]
    [InlineData("let get: unsafe extern \"C\" fn() -> u64 = start;", 0)]
    [InlineData("#[unsafe(no_mangle)]", 0)]
    [InlineData("// an unsafe { in words", 0)]
    public void A_reason_stands_before_the_statement(string source, int without) =>
        WithoutReason(source.Split('\n')).Count().ShouldBe(without);

    /// <summary>The numbers of the lines, from 1, with something unsafe that has no reason.</summary>
    private static IEnumerable<int> WithoutReason(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (Unsafe().IsMatch(Code(lines[i])) && !HasReason(lines, i))
                yield return i + 1;
        }
    }

    // From the line upwards, to the end of the statement or block before it.
    private static bool HasReason(string[] lines, int line)
    {
        for (int i = line - 1; i >= 0; i--)
        {
            string text = lines[i].Trim();
            if (text.StartsWith("// SAFETY: ", StringComparison.Ordinal) || text is "/// # Safety" || text.StartsWith("#[doc = concat!(\"# Safety", StringComparison.Ordinal))
                return true;
            if (text.Length == 0 || Ended().IsMatch(Code(lines[i]).TrimEnd()))
                return false;
        }

        return false;
    }

    private static string Code(string line) => line.Split("//")[0];

    // A block, an impl, a trait or a function of its own: not an attribute, not the type of a function.
    [GeneratedRegex("""\bunsafe (\{|impl\b|trait\b|(extern "C" )?fn \$?\w)|\bunsafe$""")]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"[;{}]$|[;{}] *\)*,?$")]
    private static partial Regex Ended();
}
