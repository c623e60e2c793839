using System;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Tests.Corlib;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loaders;

public class StaticExecutableTests
{
    private const ushort Executable = 2;
    private const uint SymbolTable = 2;

    [Theory]
    [InlineData("x86_64", 62)]
    [InlineData("aarch64", 183)]
    [InlineData("armv7", 40)]
    public async Task An_executable_needs_nothing_and_has_nothing_to_write_and_execute(string architecture, ushort machine)
    {
        var elf = new ElfImage(await ConformanceProgram.BuildAsync(RepositoryStore.Plan.Architectures[architecture]));

        elf.Type.ShouldBe(Executable);
        elf.Machine.ShouldBe(machine);
        elf.Segments.ShouldNotContain(s => s.Type == ElfImage.Interpreter || s.Type == ElfImage.Dynamic);
        elf.Segments.ShouldNotContain(s => (s.Flags & (ElfImage.Write | ElfImage.Execute)) == (ElfImage.Write | ElfImage.Execute));
        elf.Segments.Single(s => s.Type == ElfImage.GnuStack).Flags.ShouldBe(6u);
        elf.Segments.Count(s => s.Type == ElfImage.Load).ShouldBeGreaterThan(2);
        elf.SectionTypes().ShouldNotContain(SymbolTable);
    }

    [Fact]
    public async Task The_build_id_note_says_what_was_asked_for()
    {
        var elf = new ElfImage(await ConformanceProgram.BuildAsync(RepositoryStore.Plan.Architectures["x86_64"]));

        var note = elf.Segments.Single(s => s.Type == ElfImage.Note);
        Convert.ToHexStringLower(elf.Bytes(note)[^20..]).ShouldBe("00112233445566778899aabbccddeeff00112233");
    }
}
