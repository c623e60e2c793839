using System.Collections.Generic;
using System.IO;
using System.Linq;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class CacheFolderTests
{
    [Fact]
    public void What_was_asked_for_wins() => Choose("/asked", ("XDG_CACHE_HOME", "/xdg")).ShouldBe("/asked");

    [Fact]
    public void A_relative_folder_becomes_absolute() => Choose("here").ShouldBe(Path.GetFullPath("here"));

    [Fact]
    public void The_desktop_s_setting_comes_next() =>
        Choose(null, ("XDG_CACHE_HOME", "/xdg"), ("HOME", "/h")).ShouldBe("/xdg/corewright");

    [Fact]
    public void A_relative_setting_is_ignored_as_its_specification_says() =>
        Choose(null, ("XDG_CACHE_HOME", "xdg"), ("HOME", "/h")).ShouldBe("/h/.cache/corewright");

    private static string Choose(string? asked, params (string Name, string Value)[] variables) =>
        CacheFolder.Choose(asked, variables.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault);
}
