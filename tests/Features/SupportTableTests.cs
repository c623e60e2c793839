using System.Linq;
using Corewright.Build;
using Corewright.Build.Support;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Features;

/// <summary>The table of support, made of what was shown.</summary>
public class SupportTableTests
{
    private static readonly SupportProof s_claimed = FeatureCatalog.Proof((feature, kernel) =>
        feature.Since.Includes(RepositoryStore.Plan.Kernels[kernel]) ? SupportVerdict.Works : SupportVerdict.Refused);

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
