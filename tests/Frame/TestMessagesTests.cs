using System.Collections.Generic;
using Corewright.Build;
using Corewright.Build.Progress;
using Corewright.Build.Testing;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class TestMessagesTests
{
    private readonly RecordingLog log = new();
    private readonly List<string> started = [];

    private TestMessages Messages => field ??= new TestMessages(new PlainProgressLog(log, new ManualTime()), started.Add);

    [Fact]
    public void A_run_is_counted()
    {
        Messages.Read("""{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"A.Works"}""");
        Messages.Read("""{"$type":"test-passed","TestUniqueID":"1","ExecutionTime":0.5}""");
        Messages.Read("""{"$type":"test-skipped","TestUniqueID":"2","Reason":"no reason"}""");
        Messages.IsComplete.ShouldBeFalse();
        Messages.Read("""{"$type":"test-assembly-finished","TestsTotal":2}""");
        Messages.IsComplete.ShouldBeTrue();
        Messages.Summary.ToString().ShouldBe("1 passed, 0 failed, 1 skipped");
        started.ShouldBe(["A.Works"]);
    }

    [Fact]
    public void A_failure_is_printed_with_its_name_message_and_place()
    {
        Messages.Read("""{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"A.Breaks"}""");
        Messages.Read(
            """{"$type":"test-failed","TestUniqueID":"1","ExecutionTime":1.25,"Messages":["should be 1\nbut was 2"],"StackTraces":["at A.cs:3"]}""");
        log.Lines.ShouldHaveSingleItem().ShouldBe("FAILED A.Breaks (1.25 s)\n    should be 1\n    but was 2\n    at A.cs:3");
        Should.Throw<BuildException>(Messages.Summary.ThrowIfFailed).Message.ShouldBe("1 test failed");
    }

    [Fact]
    public void A_fixture_that_fails_is_a_failure()
    {
        Messages.Read("""{"$type":"test-class-cleanup-failure","Messages":["boom"],"StackTraces":[null]}""");
        Messages.Read("""{"$type":"error-message","Messages":["bang"],"StackTraces":[]}""");
        Messages.Summary.Failed.ShouldBe(2);
    }

    [Fact]
    public void A_message_behind_a_test_s_own_output_counts()
    {
        Messages.Read("""half a line{"$type":"test-passed","TestUniqueID":"1"}""");
        Messages.Read("not a message");
        Messages.Summary.ToString().ShouldBe("1 passed, 0 failed");
    }

    [Fact]
    public void Nothing_at_all_is_no_success() => Should.Throw<BuildException>(Messages.Summary.ThrowIfFailed);
}
