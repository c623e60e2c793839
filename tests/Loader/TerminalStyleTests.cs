using System.Linq;
using System.Text;
using Corewright.Loader.Output;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class TerminalStyleTests
{
    [Theory]
    [InlineData(true, "HOME=/", "TERM=xterm")]
    [InlineData(true, "NO_COLOR=")]
    [InlineData(true, "NO_COLOURS=1", "XNO_COLOR=1")]
    [InlineData(true)]
    [InlineData(false, "HOME=/", "NO_COLOR=1")]
    [InlineData(false, "NO_COLOR=0")]
    [InlineData(false, "TERM=dumb")]
    public unsafe void The_environment_may_ask_for_plain_text(bool allowed, params string[] variables)
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(variables.Select(v => v + "\0")));
        byte** environment = stackalloc byte*[variables.Length + 1];
        fixed (byte* start = text)
        {
            byte* next = start;
            for (int i = 0; i < variables.Length; i++)
            {
                environment[i] = next;
                next += variables[i].Length + 1;
            }
            environment[variables.Length] = null;
            TerminalStyle.Allows(environment).ShouldBe(allowed);
        }
    }

    [Fact]
    public unsafe void Without_an_environment_nothing_is_against_it() => TerminalStyle.Allows(null).ShouldBeTrue();
}
