using System;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Verifier;

/// <summary>What can't be a BPF program is refused when it is linked: with the line, marked in the snippet, and with advice.</summary>
public class VerifierCorpusTests
{
    [Fact]
    public async Task What_no_kernel_takes_is_refused_with_its_line_and_advice()
    {
        // One folder for all: the support crate is compiled once.
        using var crate = new SnippetCrate();
        foreach (string name in SnippetCrate.Of("refused"))
        {
            string[] source = SnippetCrate.Source("refused", name).Split('\n');
            string expected = source[0]["//! refused: ".Length..];
            int line = Array.FindIndex(source, text => text.EndsWith("// <- here", StringComparison.Ordinal)) + 1;
            line.ShouldBeGreaterThan(0, name);

            string message = (await Should.ThrowAsync<BuildException>(() => crate.BuildAsync("refused", name), name)).Message;

            string said = message.Split('\n').FirstOrDefault(text => text.Contains($"src/{name}.rs:{line}: ", StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"{name}: no line of this names line {line}:\n{message}");
            said.ShouldContain(expected, Case.Sensitive);
            said.ShouldContain("; ", Case.Sensitive, "there is no advice");
        }
    }
}
