using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Bindings;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Build.Plan;
using Corewright.Tests.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bindings;

/// <summary>The crate corewright-kernel against the kernels that it was made from.</summary>
public partial class KernelModuleTests
{
    private static readonly KernelPreparer s_preparer = new(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log);
    private static readonly KernelBindings s_bindings = new(RepositoryStore.Paths, RepositoryStore.Plan, s_preparer);

    private static IReadOnlyList<Kernel> Kernels => RepositoryStore.Plan.Matrices[KernelBindings.OwnMatrix].Kernels;

    [Fact]
    public async Task It_is_what_the_kernels_say()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        string made = await s_bindings.MakeOwnAsync(cancellation);

        made.ShouldBe(await File.ReadAllTextAsync(s_bindings.OwnModule, cancellation), "run ./build.sh --target=Bindings and commit what changes");
    }

    /// <summary>
    /// A program that reads every field by its method: it compiles, and on each kernel just those reads have a value that the
    /// documentation says are there.
    /// </summary>
    [Fact]
    public async Task Every_field_is_found_in_just_those_kernels_that_are_said_to_have_it()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var crates = new CrateFolder();
        string module = await File.ReadAllTextAsync(s_bindings.OwnModule, cancellation);
        AddReader(crates, module);
        EbpfObject reader = await crates.BuildAsync("reader");
        byte[] bytes = await File.ReadAllBytesAsync(reader.Path, cancellation);

        IReadOnlyList<WantedType> wanted = WantedTypes.Read(
            await File.ReadAllTextAsync(s_bindings.OwnList, cancellation), "types.txt", [.. RepositoryStore.Plan.Architectures.Keys]);
        var shapes = new List<(KernelShape Shape, byte[] Btf)>();
        foreach (Kernel kernel in Kernels)
        {
            PreparedKernel prepared = await s_preparer.PrepareAsync(kernel, cancellation);
            byte[] btf = await File.ReadAllBytesAsync(prepared.Btf, cancellation);
            shapes.Add((KernelBindings.Read(btf, kernel, wanted), btf));
        }

        Dictionary<string, BoundType> declared = ShapeMerger.Merge([.. shapes.Select(s => s.Shape)], wanted).ToDictionary(t => t.Name);
        int found = 0, missing = 0;
        foreach ((KernelShape shape, byte[] btf) in shapes)
        {
            IReadOnlyList<RelocationOutcome> outcomes = OfflineCheck.Check("reader", bytes, shape.Kernel.Id, btf).Relocations;
            outcomes.Count.ShouldBeGreaterThan(Declared(module).Sum(declared => Field().Count(declared.Groups["body"].Value)));
            foreach (RelocationOutcome outcome in outcomes)
            {
                // Another architecture's registers: of the same name or not, nobody asks for them there.
                string type = outcome.Target.Split('.')[0];
                if (declared.ContainsKey(type) && type.Contains("___") && !shape.Types.ContainsKey(type))
                    continue;
                bool expected = Has(shape, declared, outcome.Target);
                (outcome.Value is not null).ShouldBe(expected, $"{outcome.Target} ({outcome.Kind}) on {shape.Kernel.Id}");
                found += expected ? 1 : 0;
                missing += expected ? 0 : 1;
            }
        }

        found.ShouldBeGreaterThan(1000);
        missing.ShouldBeGreaterThan(20, "some fields are not everywhere");
    }

    private static bool Has(KernelShape kernel, Dictionary<string, BoundType> declared, string target)
    {
        string[] path = target.Split('.');
        string type = path[0];
        // The support crate asks for this one, to know how wide words are.
        if (type.EndsWith("___corewright", StringComparison.Ordinal))
            return true;
        foreach (string field in path[1..])
        {
            if (!kernel.Types.TryGetValue(type, out TypeShape? shape) || shape.Fields.FirstOrDefault(f => f.Name == field) is not { } there)
                return false;
            BoundField here = declared[type].Fields.Single(f => f.Name == field);
            if (!FieldWidth.AreCompatible(here.Shape, there.Type))
                return false;
            type = there.Type.Name;
        }

        return true;
    }

    private static void AddReader(CrateFolder crates, string module)
    {
        string folder = Path.Combine(crates.Paths.EbpfCrates, "programs", "reader");
        Directory.CreateDirectory(Path.Combine(folder, "src"));
        string manifest = File.ReadAllText(Path.Combine(crates.Paths.EbpfCrates, "programs", "execwatch", "Cargo.toml"));
        File.WriteAllText(Path.Combine(folder, "Cargo.toml"),
            manifest.Replace("name = \"execwatch\"", "name = \"reader\"").Replace("execwatch-types.workspace = true\n", ""));
        var source = new StringBuilder("""
            //! Reads every field.
            #![no_std]
            #![no_main]
            #![allow(non_snake_case)]
            #![feature(asm_experimental_arch, arbitrary_self_types_pointers)]
            use corewright_ebpf::helpers::Errno;
            use corewright_kernel::*;
            corewright_ebpf::license!("GPL");
            static mut SINK: [u64; 16] = [0; 16];
            #[inline(always)]
            fn keep<T>(value: T) {
                // SAFETY: nothing that is read is larger.
                unsafe { (&raw mut SINK).cast::<T>().write_volatile(value) }
            }

            """);
        foreach (Match declared in Declared(module))
        {
            string type = declared.Groups["type"].Value;
            source.Append($"#[inline(always)]\nfn read_{type}(address: *const {type}) -> Result<(), Errno> {{\n");
            foreach (Match field in Field().Matches(declared.Groups["body"].Value))
            {
                string name = field.Groups["name"].Value;
                // One load has one width, and a long's is another on 32-bit kernels.
                source.Append(declared.Groups["what"].Value.Contains("A program's context") && !field.Value.EndsWith(": isize,")
                    ? $"    keep(corewright_ebpf::core_load!(address, {name}));\n"
                    : $"    keep(address.{name}()?);\n");
            }

            source.Append($"    Ok(())\n}}\n#[unsafe(no_mangle)]\n#[unsafe(link_section = \"kprobe/{type}\")]\n");
            source.Append($"extern \"C\" fn on_{type}(address: *const {type}) -> i32 {{\n    let _ = read_{type}(address);\n    0\n}}\n");
        }

        File.WriteAllText(Path.Combine(folder, "src", "main.rs"), source.ToString());
        string locks = Path.Combine(crates.Paths.EbpfCrates, "Cargo.lock");
        File.AppendAllText(locks, "\n[[package]]\nname = \"reader\"\nversion = \"0.1.0\"\ndependencies = [\n \"corewright-ebpf\",\n \"corewright-kernel\",\n]\n");
    }

    // What is only found as a part of others is read through these.
    private static IEnumerable<Match> Declared(string module) =>
        Struct().Matches(module).Where(declared => !declared.Groups["what"].Value.Contains("a part of others"));

    [GeneratedRegex(@"(?<what>(?:^    ///[^\n]*\n)+)    pub struct (?<type>\w+) \{\n(?<body>.*?)\n    \}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Struct();

    [GeneratedRegex(@"^        pub (?<name>[\w#]+): [^\n]*,$", RegexOptions.Multiline)]
    private static partial Regex Field();
}
