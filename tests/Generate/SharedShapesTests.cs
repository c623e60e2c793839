using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Loaders;
using Corewright.Tests.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

/// <summary>Types of every kind, from Rust to a compiled C# that is laid out the same. With the real compilers.</summary>
public sealed class SharedShapesTests(SharedShapesTests.Built built) : IClassFixture<SharedShapesTests.Built>
{
    [Fact]
    public void Unions_wide_enums_flags_and_constants_have_their_counterparts()
    {
        GeneratedModule module = ModuleReader.Read("shapes", built.Bytes, "shapes.bpf.o");

        module.Constants.Select(c => (c.Name, c.Type, c.Value)).ShouldBe(
            [("Highest", "ulong", "18446744073709551615"), ("Lowest", "long", "-9223372036854775808"), ("Most", "uint", "1024")]);
        module.Enums.Select(e => (e.Name, e.Underlying, e.Kind, e.IsFlags, string.Join(' ', e.Constants.Select(c => c.Name + "=" + c.Value)))).ShouldBe(
        [
            ("Access", "ushort", "ENUM", true, "Read=1 Write=2 All=3"),
            ("Signed", "long", "ENUM64", false, "Low=-5000000000 High=5000000000"),
            ("Wide", "ulong", "ENUM64", false, "Nothing=0 Everything=18446744073709551615"),
        ]);
        GeneratedStruct union = module.Structs.Single(s => s.Name == "Address");
        (union.Kind, union.SizeBytes).ShouldBe(("UNION", 16));
        union.Fields.Select(f => (f.Name, f.Type, f.Offset, f.BufferLength)).ShouldBe([("V4", "uint", 0, 0), ("V6", "uint", 0, 4), ("Bytes", "byte", 0, 16)]);
        module.Structs.Single(s => s.Name == "Shapes").Fields.Select(f => (f.Name, f.Type, f.Offset)).ShouldBe(
        [
            ("Wide", "Wide", 0), ("Signed", "Signed", 8), ("Address", "Address", 16), ("Inner0", "Inner", 32), ("Inner1", "Inner", 40),
            ("Type", "uint", 48), ("Rest", "uint", 52),
        ]);
        module.Structs.Single(s => s.Name == "Inner").Fields.Select(f => (f.Name, f.Type, f.BufferLength)).ShouldBe([("Access", "Access", 0), ("History", "ushort", 3)]);
        (module.Maps.Single(m => m.Name == "Allowed").Key.Type, module.Maps.Single(m => m.Name == "Allowed").Value.Type).ShouldBe(("Address", "Access"));
    }

    [Fact]
    public void What_Rust_says_is_said_in_CSharp()
    {
        string source = built.Source;

        source.ShouldContain("    /// <summary>How many there may be.</summary>\n    /// <remarks>Rust's <c>MOST</c>.</remarks>\n    public const uint Most = 1024;\n");
        source.ShouldContain("/// <summary>What may be done with a file, one or more at once: see <c>Access::READ</c> &amp; others.</summary>\n");
        source.ShouldContain("[Flags]\npublic enum Access : ushort\n{\n    /// <summary>Look at it.</summary>\n    /// <remarks><c>READ</c>.</remarks>\n    Read = 1,\n");
        source.ShouldContain("    /// <summary>IPv6, in words.</summary>\n");
        source.ShouldContain("    /// <summary>A keyword of Rust's; not \"quoted\" /* here */.</summary>\n");
        source.ShouldContain("    /// <summary>What may be done, by address.</summary>\n    /// <remarks>The map <c>ALLOWED</c>, <c>Address</c> to <c>Access</c>.</remarks>\n");
    }

    [Fact]
    public async Task It_compiles_and_is_laid_out_as_in_the_object()
    {
        (HostedLoader? loader, string errors) = await built.CompileAsync(built.Source);

        errors.ShouldBe("");
        using (loader)
            loader!.LayoutOf("Shapes").ShouldBeTrue();
        Should.NotThrow(() => CompiledTypes.Check(HostedLoader.LastAssembly(built.Folder), ModuleReader.Read("shapes", built.Bytes, "shapes.bpf.o")));
    }

    [Theory]
    [InlineData("Size = 56)", "Size = 64)", "the size of Shapes is 64 in the loader and 56 in the object", false)]
    [InlineData("[FieldOffset(48)]", "[FieldOffset(44)]", "the offset of Shapes.Type is 44 in the loader and 48 in the object", false)]
    [InlineData("High = 5000000000", "High = 5000000001", "Signed.High is 5000000001 in the loader and 5000000000 in the object", true)]
    [InlineData("    Write = 2,\n", "", "the number of values of Access is 2 in the loader and 3 in the object", true)]
    public async Task A_file_that_is_not_the_objects_stops_the_build(string from, string to, string message, bool holds)
    {
        (HostedLoader? loader, string errors) = await built.CompileAsync(built.Source.Replace(from, to, StringComparison.Ordinal));

        errors.ShouldBe("");
        using (loader)
            loader!.LayoutOf("Shapes").ShouldBe(holds, "what the compiler made of sizes and offsets is also asked at the start");
        Should.Throw<BuildException>(() => CompiledTypes.Check(HostedLoader.LastAssembly(built.Folder), ModuleReader.Read("shapes", built.Bytes, "shapes.bpf.o")))
            .Message.ShouldBe($"packaging/loader/generated/Shapes.cs: {message}; ./build.sh --target=Ebpf writes the file anew");
    }

    /// <summary>For .NET with the repository's .editorconfig, as its projects are; freestanding with the loaders' own options.</summary>
    [Theory]
    [InlineData("Wide.Nothing => 0, Wide.Everything => 1", null)]
    [InlineData("Wide.Nothing => 0", "error CS8509")]
    public async Task A_switch_that_misses_a_value_does_not_compile(string arms, string? error)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string sink = $"namespace Corewright.Loader.Shapes {{ static class Sink {{ static int Of(Wide w) => w switch {{ {arms} }}; }} }}";

        (HostedLoader? loader, string errors) = await built.CompileAsync(built.Source, sink, strict: true);
        loader?.Dispose();
        errors.ShouldContain(error ?? "");
        (errors.Length == 0).ShouldBe(error is null, errors);

        string folder = Directory.CreateTempSubdirectory("corewright").FullName;
        try
        {
            string file = Path.Combine(folder, "sink.cs");
            await File.WriteAllTextAsync(file, "namespace Corewright.Loader.Shapes { enum Wide : ulong { Nothing = 0, Everything = 1 } }\n" + sink, cancellation);
            var compiler = new CSharpCompiler(RepositoryStore.Paths, CompilerPaths.Find(), new StepCache(folder));
            Task<string> compiled = compiler.CompileAsync("sink", [.. FreestandingSources.CoreLibrary(RepositoryStore.Paths), file], debug: false, cancellation);
            if (error is null)
                File.Exists(await compiled).ShouldBeTrue();
            else
                (await Should.ThrowAsync<BuildException>(() => compiled)).Message.ShouldContain(error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Built once for all of these tests.</summary>
    public sealed class Built : IAsyncLifetime
    {
        private readonly CrateFolder _crates = new();

        internal string Folder { get; } = Directory.CreateTempSubdirectory("corewright").FullName;

        internal byte[] Bytes { get; private set; } = [];

        internal string Source { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _crates.Add("shapes");
            EbpfObject made = await _crates.BuildAsync("shapes");
            Bytes = await File.ReadAllBytesAsync(made.Path, TestContext.Current.CancellationToken);
            Source = GeneratedSources.Generate("shapes", Bytes, made.Path, SourceDocumentation.Of(_crates.Paths, "shapes"));
        }

        public ValueTask DisposeAsync()
        {
            _crates.Dispose();
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        internal Task<(HostedLoader? Loader, string Errors)> CompileAsync(string source, string sink = "", bool strict = false)
        {
            string execwatch = File.ReadAllText(GeneratedSources.PathOf(RepositoryStore.Paths, "execwatch"));
            return HostedLoader.CompileAsync(execwatch, source + sink.Replace("namespace Corewright.Loader.Shapes {", "static partial class Sinks {"),
                Folder, TestContext.Current.CancellationToken, strict);
        }
    }
}
