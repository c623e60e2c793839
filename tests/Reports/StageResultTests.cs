using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Matrix;
using Corewright.Build.Reports;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Reports;

public class StageResultTests
{
    [Fact]
    public void An_object_without_relocations_is_loaded_by_libbpf_all_the_same() =>
        Libbpf([]).Status.ShouldBe(StageStatus.Passed);

    [Fact]
    public void Relocations_of_which_libbpf_said_nothing_are_told()
    {
        StageResult result = Libbpf([new RelocationOutcome("on_exec", 0, 15, "byte_off", "task_struct.pid", 1264)]);
        result.Status.ShouldBe(StageStatus.NotRun);
        result.Text.ShouldBe("libbpf gave no relocation records");
    }

    private static StageResult Libbpf(IReadOnlyList<RelocationOutcome> offline)
    {
        var cell = new MatrixCell(
            "flowmeter", "x86_64-7.3", "x86_64", "7.3.0", Verdict.Pass, "", TimeSpan.FromSeconds(4), false, 1, offline, [], offline, [],
            new Dictionary<string, string>());
        return StageResult.Of(new ReportRow("flowmeter", null!, null, cell, null!, null, true)).Single(stage => stage.Stage == Stage.Libbpf);
    }
}
