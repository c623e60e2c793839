using System;
using System.Linq;
using System.Text;
using Corewright.Build.Packages;
using Corewright.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Packages;

public class LoaderExitCodesTests
{
    [Fact]
    public void A_package_says_about_exit_codes_what_the_loader_does() =>
        LoaderExitCodes.All.Select(e => (e.Code, e.Meaning)).ShouldBe(
            Enum.GetValues<ExitCode>().Select(c => ((int)c, Encoding.UTF8.GetString(ExitCodes.Meaning(c)))));
}
