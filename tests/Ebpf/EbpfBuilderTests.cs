using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>Building crates with the store's compiler: what comes out, what is said, what is left alone.</summary>
public class EbpfBuilderTests
{
    [Fact]
    public async Task A_second_build_runs_nothing_and_an_altered_object_is_made_again()
    {
        using var crates = new CrateFolder();
        EbpfObject first = await crates.BuildAsync("execwatch");
        string linked = Path.Combine(crates.Paths.Intermediate, "ebpf", "target", CrateFolder.Settings.Target, "release", "execwatch");
        File.Delete(linked);

        (await crates.BuildAsync("execwatch")).ShouldBe(first);
        File.Exists(linked).ShouldBeFalse("cargo ran although nothing changed");

        File.AppendAllText(first.Path, "x");
        (await crates.BuildAsync("execwatch")).ShouldBe(first);
        new FileInfo(first.Path).Length.ShouldBe(first.SizeBytes);
    }

    [Fact]
    public async Task Of_several_only_those_are_built_whose_sources_changed()
    {
        using var crates = new CrateFolder();
        string[] programs = ["plain", "aya_shape"];
        foreach (string program in programs)
            crates.Add(program);
        IReadOnlyList<EbpfObject> first = await crates.BuildAsync(programs);
        first.Select(made => made.Program).ShouldBe(programs);

        (await BuiltAgain("programs/plain/src/main.rs")).ShouldBe(["plain"]);
        (await BuiltAgain("corewright-ebpf/src/co_re/loads.rs")).ShouldBe(["aya_shape"], "plain has no use for it");
        (await BuiltAgain("Cargo.toml")).ShouldBe(programs);
        (await BuiltAgain("programs/plain/README.rs")).ShouldBe(programs, "who knows what it is for");
        (await BuiltAgain("corewright-ebpf/src/unused.rs")).ShouldBeEmpty();

        async Task<string[]> BuiltAgain(string changed)
        {
            foreach (string program in programs)
                File.Delete(Linked(program));
            File.AppendAllText(Path.Combine(crates.Paths.EbpfCrates, changed), "\n");
            await crates.BuildAsync(programs);
            return [.. programs.Where(program => File.Exists(Linked(program)))];
        }

        string Linked(string program) => Path.Combine(crates.Paths.Intermediate, "ebpf", "target", CrateFolder.Settings.Target, "release", program);
    }

    [Theory]
    [InlineData("/w/release/x: /w/a.rs /w/my\\ crate/lib.rs\n", new[] { "/w/a.rs", "/w/my crate/lib.rs" })]
    [InlineData("", new string[0])]
    public void Cargo_s_list_of_sources_is_read(string list, string[] sources) => EbpfInputs.Sources(list).ShouldBe(sources);

    [Fact]
    public async Task A_changed_line_changes_the_object_and_a_mistake_keeps_the_last_one()
    {
        using var crates = new CrateFolder();
        EbpfObject first = await crates.BuildAsync("execwatch");
        crates.Change("programs/execwatch/src/main.rs", ".write([0; 256])", ".write([b'-'; 256])");
        EbpfObject second = await crates.BuildAsync("execwatch");
        second.Sha256.ShouldNotBe(first.Sha256);

        crates.Change("programs/execwatch/src/main.rs", "event.submit()", "event.sbmit()");
        BuildException mistake = await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("execwatch"));

        mistake.Message.ShouldContain("error[E0599]: no method named `sbmit` found");
        mistake.Message.ShouldContain("--> programs/execwatch/src/main.rs:");
        mistake.Message.Split("error[E0599]").Length.ShouldBe(2, "it is shown once");
        File.ReadAllBytes(second.Path).Length.ShouldBe((int)second.SizeBytes);
    }

    [Fact]
    public async Task A_mark_for_an_undeclared_field_fails_with_file_and_line()
    {
        using var crates = new CrateFolder();
        int line = crates.Change(
            "programs/execwatch/src/exit.rs", "let flags = signal.flags()?;",
            "let flags = corewright_ebpf::core_mark!(\"0\", \"signal_struct:flag\", 8i32) as u32;");

        BuildException e = await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("execwatch"));

        e.Message.ShouldContain(
            $"programs/execwatch/src/exit.rs:{line}: the declaration of 'signal_struct' has no field 'flag'; add it to the kernel_types! declaration");
        File.Exists(Path.Combine(crates.Paths.EbpfArtifacts, "execwatch.bpf.o")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("core_read!(signal, flag)?", "signal_struct` has no such field")]
    [InlineData("core_read!(signal, live)?.counter as u32", "atomic_t` can't be read as a whole")]
    [InlineData("core_read!(signal, flags.counter)?", "error[E0277]: a path can't go on behind a field of type `u32`")]
    [InlineData("core_read!(7 as *const u32, flags)?", "error[E0277]: the declaration of `u32` has no such field")]
    public async Task A_path_that_is_not_declared_does_not_compile(string read, string error)
    {
        using var crates = new CrateFolder();
        int line = crates.Change("programs/execwatch/src/exit.rs", "signal.flags()?", $"corewright_ebpf::{read}");

        BuildException e = await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("execwatch"));

        e.Message.ShouldContain(error);
        e.Message.ShouldContain($"--> programs/execwatch/src/exit.rs:{line}:");
    }

    [Fact]
    public async Task All_that_the_support_crate_offers_links()
    {
        using var crates = new CrateFolder();
        crates.Add("kinds");
        FinishedObject finished = FinishedObject.Open((await crates.BuildAsync("kinds")).Path);

        finished.Records.Relocations.Select(record => record.Kind).Distinct().Order().ShouldBe(
        [
            CoreKind.FieldByteOffset, CoreKind.FieldByteSize, CoreKind.FieldExists, CoreKind.TypeExists, CoreKind.TypeSize,
            CoreKind.EnumeratorExists, CoreKind.EnumeratorValue,
        ]);
        finished.Records.Relocations.ShouldContain(record => record.Section == ".text", "the subprogram has one of its own");
        finished.Named(BtfKind.Struct, "Shuffled").Items.Select(item => item.First).ShouldBeInOrder();
        finished.Named(BtfKind.DataSection, ".bss").SizeOrType.ShouldBe(8u);
        finished.Image.Symbols.Where(symbol => symbol.Section is null).ShouldBeEmpty("no call of memset, memcpy or a panic is left");
        finished.Image.Symbols.Count(symbol => symbol.Entry.Type == ElfSymbolType.Function).ShouldBe(3);
    }

    [Fact]
    public async Task A_crate_that_is_not_there_is_named()
    {
        using var crates = new CrateFolder();

        (await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("execwotch"))).Message.ShouldContain("execwotch");
    }
}
