using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Support;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Features;

/// <summary>
/// The committed table says what the catalogue of features claims, word for word; <see cref="FeatureTests"/> fails for each claim
/// that does not hold.
/// </summary>
public class SupportTableTests
{
    private const string Advice = "run ./build.sh --target=Test, then --target=Support, and commit what changed";

    private static readonly SupportProof s_claimed = FeatureCatalog.Proof((feature, kernel) =>
        feature.Since.Includes(RepositoryStore.Plan.Kernels[kernel]) ? SupportVerdict.Works : SupportVerdict.Refused);

    [Fact]
    public async Task The_committed_table_is_what_the_suite_shows()
    {
        var files = new SupportFiles(RepositoryStore.Paths);
        string page = await File.ReadAllTextAsync(files.Page, TestContext.Current.CancellationToken);
        string readme = await File.ReadAllTextAsync(files.Readme, TestContext.Current.CancellationToken);

        page.ShouldBe(SupportTable.Page(s_claimed), Advice);
        readme.ShouldBe(SupportTable.Inserted(readme, s_claimed), Advice);
    }

    [Fact]
    public void What_was_not_shown_is_named_and_never_in_the_table()
    {
        SupportProof partly = FeatureCatalog.Proof((_, kernel) => kernel == "x86_64-7.3" ? SupportVerdict.Works : null);

        SupportTable.Gaps(partly).Count.ShouldBeGreaterThanOrEqualTo((FeatureCatalog.AllKernels.Count - 1) * FeatureCatalog.All.Count(f => f.Excused.Count == 0));
        SupportTable.Page(partly).ShouldContain("not shown");
        SupportTable.Compact(s_claimed).Split('\n').ShouldContain("| tracepoint | ≤ 5.10 | ≤ 5.10 | ≤ 5.10 |", "no older kernel was seen");
        SupportTable.Compact(partly).Split('\n').ShouldContain("| links that outlive the loader (--pin) | ≤ 7.3 | – | – |", "nothing was seen of older ones");
    }

    [Fact]
    public void What_could_not_be_shown_has_its_reason_below_the_table()
    {
        string page = SupportTable.Page(s_claimed);

        foreach (Feature feature in FeatureCatalog.All)
        {
            foreach ((string kernel, string reason) in feature.Excused.Where(e => FeatureCatalog.AllKernels.Contains(e.Key)))
                page.ShouldContain($". Not shown: {reason}.\n", Case.Sensitive, $"{feature.Name} on {kernel}");
        }
        page.ShouldNotContain("| not shown |", Case.Sensitive, "each has a number");
        var proof = new SupportProof(["a-1", "a-2", "a-3"],
        [
            new ProvedFeature("one", "One", "Area", new Dictionary<string, string>(), new Dictionary<string, SupportVerdict>())
            {
                Reasons = new Dictionary<string, string> { ["a-1"] = "this", ["a-2"] = "that", ["a-3"] = "this" },
            },
        ]);
        SupportTable.Page(proof).ShouldEndWith("| One | not shown (1) | not shown (2) | not shown (1) |\n\n1. Not shown: this.\n2. Not shown: that.\n");
    }

    [Fact]
    public void The_suite_s_file_is_read_as_it_was_written()
    {
        SupportProof read = SupportProof.Parse(s_claimed.Format());

        SupportTable.Page(read).ShouldBe(SupportTable.Page(s_claimed));
        Should.Throw<BuildException>(() => SupportProof.Parse("{}")).Message.ShouldContain("not what the feature suite writes");
        Should.Throw<BuildException>(() => SupportProof.Parse("no")).Message.ShouldContain("run ./build.sh --target=Test");
    }

    [Fact]
    public void Names_of_features_are_unique_and_fit_a_guest_s_step()
    {
        FeatureCatalog.All.Select(f => f.Name).ShouldBeUnique();
        FeatureCatalog.All.ShouldAllBe(f => f.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
        FeatureCatalog.All.Select(f => (f.Area, f.Title)).ShouldBeUnique();
    }
}
