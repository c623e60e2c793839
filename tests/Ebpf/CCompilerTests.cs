using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf.Elf;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Loaders;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>The store's clang makes objects of the kind that the field is full of.</summary>
public sealed class CCompilerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C_becomes_a_bpf_object_with_btf_and_core_relocations()
    {
        string folder = Directory.CreateTempSubdirectory("corewright-c-").FullName;
        try
        {
            string source = Path.Combine(folder, "count.bpf.c"), output = Path.Combine(folder, "count.bpf.o");
            await File.WriteAllTextAsync(source, """
                #include <stdint.h>
                struct task_struct { int pid; } __attribute__((preserve_access_index));
                uint64_t pids;
                __attribute__((section("license"), used)) char licence[] = "GPL";
                __attribute__((section("raw_tracepoint/sched_switch"), used)) int on_switch(uint64_t *context)
                {
                    pids += ((struct task_struct *)context[1])->pid;
                    return 0;
                }
                """, Token);

            await new CCompiler(RepositoryStore.Store).CompileBpfAsync(source, output, [], Token);

            byte[] content = await File.ReadAllBytesAsync(output, Token);
            Sections(content).ShouldBe((true, true, true));
            FeatureSource.NeededBy(content, output).ShouldContain(
                nameof(Corewright.Bpf.Features.UnlinkedTypes), "no linker has said where in .bss the variable is");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_clang_says_is_in_the_error()
    {
        string source = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(source, "int x = y;", Token);
            var e = await Should.ThrowAsync<BuildException>(
                new CCompiler(RepositoryStore.Store).CompileBpfAsync(source, source + ".o", ["-x", "c"], Token));
            e.Message.ShouldContain("undeclared identifier 'y'");
        }
        finally
        {
            File.Delete(source);
        }
    }

    private static (bool Code, bool Btf, bool Extended) Sections(byte[] content)
    {
        ElfReader.Open(content, out ElfReader file).Failed.ShouldBeFalse();
        return (file.TryFindSection("raw_tracepoint/sched_switch"u8, out _), file.TryFindSection(".BTF"u8, out _),
            file.TryFindSection(".BTF.ext"u8, out _));
    }
}
