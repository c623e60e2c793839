using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Bpf;
using Corewright.Loader;
using Corewright.Loader.Commands;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class ExitCodeTests
{
    [Fact]
    public void Numbers_stay_what_scripts_know()
    {
        Enum.GetValues<ExitCode>().Select(c => $"{(int)c} {Encoding.ASCII.GetString(ExitCodes.Name(c))}").ShouldBe(
        [
            "0 success", "2 usage", "3 no-privileges", "4 no-btf", "5 kernel-too-old", "6 no-tracefs", "7 verifier-refused",
            "8 relocation-failed", "9 damaged-object", "10 system", "11 output", "70 internal",
        ]);
    }

    [Fact]
    public void The_help_lists_every_code()
    {
        using var text = new MemoryText();
        Help.Run(new Corewright.Loader.Execwatch.ExecwatchSink(), text.Writer).ShouldBe(ExitCode.Success);
        string[] lines = text.Text.Split('\n');
        foreach (ExitCode code in Enum.GetValues<ExitCode>())
            lines.ShouldContain($"{(int)code,4}  {Encoding.ASCII.GetString(ExitCodes.Meaning(code))}");
    }

    [Fact]
    public void Every_fault_has_a_sentence_of_its_own()
    {
        var seen = new HashSet<string>();
        foreach (FaultCode code in Enum.GetValues<FaultCode>())
        {
            string text = Encoding.ASCII.GetString(FaultText.Of(code));
            text.ShouldNotBe("an unknown fault", code.ToString());
            seen.Add(text).ShouldBeTrue($"{code} says what another fault says");
        }
    }
}
