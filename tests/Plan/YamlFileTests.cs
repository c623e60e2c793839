using Corewright.Build;
using Corewright.Build.Plan.Yaml;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Plan;

public class YamlFileTests
{
    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "x.yml:3: key 'a' occurs twice, first at x.yml:1; keep one")]
    [InlineData("a: &v [1, 2]\n", "x.yml:1: anchor '&v' is not allowed in targets/; write the value out")]
    [InlineData("a: 1\nb: *v\n", "x.yml:2: alias '*v' is not allowed in targets/; write the value out")]
    [InlineData("a: 1\nb: !!binary aGk=\n", "x.yml:2: tag 'tag:yaml.org,2002:binary' is not allowed in targets/; leave it out")]
    [InlineData("- a\n- b\n", "x.yml:1: a list stands here, a mapping of keys to values was expected")]
    [InlineData("", "x.yml: the file is empty, a mapping of keys to values was expected")]
    [InlineData("a: 1\n---\nb: 1\n", "x.yml:2: a second document starts here, one was expected")]
    [InlineData("? [a]\n: 1\n", "x.yml:1: a list stands where a key was expected")]
    public void What_a_target_file_may_not_have_is_refused(string text, string message) =>
        Should.Throw<BuildException>(() => YamlFile.Parse("x.yml", text)).Message.ShouldBe(message);

    [Fact]
    public void Broken_YAML_names_its_line() =>
        Should.Throw<BuildException>(() => YamlFile.Parse("x.yml", "a: 1\nb: [1, 2\nc: 3\n")).Where!.ShouldStartWith("x.yml:");

    [Fact]
    public void Deep_nesting_ends_before_the_stack_does() =>
        Should.Throw<BuildException>(() => YamlFile.Parse("x.yml", "a: " + new string('[', 200) + new string(']', 200)))
            .Message.ShouldContain("nested more than");
}
