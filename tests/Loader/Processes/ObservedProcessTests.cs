using System;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Corewright.Loader.Processes;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader.Processes;

/// <summary>One type reads what is generated for each program anew.</summary>
public class ObservedProcessTests
{
    public static TheoryData<string> Generated => new(
        typeof(ObservedProcess).Assembly.GetTypes().Where(t => t.Name == "ProcessHeader").Select(t => t.FullName!));

    [Theory]
    [MemberData(nameof(Generated))]
    public void A_programs_process_header_is_laid_out_as_this_one(string name)
    {
        Type header = typeof(ObservedProcess).Assembly.GetType(name, throwOnError: true)!;
        Fields(header).ShouldBe(Fields(typeof(ObservedProcess)));
        Marshal.SizeOf(header).ShouldBe(Marshal.SizeOf<ObservedProcess>());
    }

    [Fact]
    public void Most_programs_have_one() => Generated.Count.ShouldBeGreaterThanOrEqualTo(6);

    private static string[] Fields(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(f => $"{f.Name} at {Marshal.OffsetOf(type, f.Name)}")];
}
