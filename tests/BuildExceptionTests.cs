using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests;

public class BuildExceptionTests
{
    [Fact]
    public void A_message_says_where_what_and_what_to_do()
    {
        new BuildException("unknown suite 'trixy'", "targets/kernels.yml:14", "use one of: bullseye, bookworm, trixie").Message
            .ShouldBe("targets/kernels.yml:14: unknown suite 'trixy'; use one of: bullseye, bookworm, trixie");
    }
}
