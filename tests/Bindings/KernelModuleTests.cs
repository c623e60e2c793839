using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CliWrap.Buffered;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Bindings;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Build.Plan;
using Corewright.Build.Store;
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

    /// <summary>Against another reader of the same BTF: what bpftool writes as C.</summary>
    [Fact]
    public async Task The_documentation_says_what_bpftool_says()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string module = await File.ReadAllTextAsync(s_bindings.OwnModule, cancellation);
        ToolRoot tools = await RepositoryStore.Store.OpenAsync("guest-x86_64", cancellation);
        foreach (Kernel kernel in Kernels.Where(kernel => kernel.Version is "5.10" or "6.1" or "6.18" or "7.2"))
        {
            PreparedKernel prepared = await s_preparer.PrepareAsync(kernel, cancellation);
            var dump = await tools.Command("usr/sbin/bpftool", ["btf", "dump", "file", prepared.Btf, "format", "c"]).ExecuteBufferedAsync(cancellation);
            foreach ((string type, string field) in s_changed)
            {
                Match body = Regex.Match(dump.StandardOutput, $@"^struct {type} \{{\n.*?^\}}", RegexOptions.Singleline | RegexOptions.Multiline);
                Match there = Regex.Match(body.Value, $@"^\t(?<type>[\w ]+[ *]){field};", RegexOptions.Multiline);
                string? expected = there.Success ? s_rust[there.Groups["type"].Value.Trim()] : null;
                Documented(module, type, field, kernel).ShouldBe(expected, $"{type}.{field} on {kernel.Id}");
            }
        }
    }

    // Two that were renamed, one of them with another type; two that got another type under their name.
    private static readonly (string Type, string Field)[] s_changed =
    [
        ("task_struct", "state"), ("task_struct", "__state"), ("kernfs_node", "parent"), ("kernfs_node", "__parent"), ("net", "net_cookie"),
        ("task_struct", "on_cpu"), ("task_struct", "pid"),
    ];

    private static readonly Dictionary<string, string> s_rust = new()
    {
        ["volatile long int"] = "isize",
        ["unsigned int"] = "u32",
        ["struct kernfs_node *"] = "*const kernfs_node",
        ["u64"] = "u64",
        ["atomic64_t"] = "atomic64_t",
        ["int"] = "i32",
        ["u8"] = "u8",
        ["pid_t"] = "i32",
    };

    // What the module says that a field is in a kernel; null for nothing.
    private static string? Documented(string module, string type, string field, Kernel kernel)
    {
        string body = Declared(module).Single(declared => declared.Groups["type"].Value == type).Groups["body"].Value;
        Match found = Regex.Match(body, $@"(?<doc>(?:^        ///[^\n]*\n)+)^        pub {field}: (?<type>[^\n]*),$", RegexOptions.Multiline);
        string[] said = found.Groups["doc"].Value.Replace("        /// ", "").Replace("\n", " ").Trim().TrimEnd('.').Split("; ");
        bool isThere = said[0] == "Everywhere" || said[0].Split(", ").Any(run => IsIn(run, kernel));
        string? other = said[1..].FirstOrDefault(change => Applies(change.Split("` ")[1], kernel))?.Split('`')[1];
        return isThere ? other ?? found.Groups["type"].Value : null;
    }

    // For example x86_64 5.10 to 6.12.
    private static bool IsIn(string run, Kernel kernel)
    {
        string[] words = run.Split(' ');
        Version version = Version.Parse(kernel.Version);
        return words[0] == kernel.Architecture && Version.Parse(words[1]) <= version && version <= Version.Parse(words[^1]);
    }

    // For example before 6.1, which is not read by this.
    private static bool Applies(string change, Kernel kernel)
    {
        string[] words = change.Split(' ', ',');
        int order = Version.Parse(kernel.Version).CompareTo(Version.Parse(words[1]));
        return words[0] == "before" ? order < 0 : words[0] == "after" ? order > 0 : throw new FormatException(change);
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
