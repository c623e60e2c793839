using System;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>
/// What someone sees whose first program is wrong: where, what, and what to do about it. What no kernel takes is in
/// <c>tests/Verifier/refused</c>.
/// </summary>
public sealed class MistakesTests(MistakesTests.Folder folder) : IClassFixture<MistakesTests.Folder>
{
    // Lines up to the body, which begins in line 6.
    private const string Head = """
        #![no_std]
        #![no_main]
        #![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]
        use corewright_ebpf::{co_re::*, helpers::*, macros::*, programs::*};
        corewright_ebpf::license!("GPL");

        """;

    private const string Program = "#[tracepoint(category = \"sched\", name = \"sched_process_exec\")] fn on_exec(_context: TracePointContext) -> Result<(), Errno>";

    [Theory]
    [InlineData(Head + "pub fn on_exec(_context: TracePointContext) {}", "error: mistaken: no program is in it; a program has an attribute that names its section")]
    [InlineData(Head + "#[unsafe(no_mangle)] extern \"C\" fn on_exec(_: *const u8) -> i32 { 0 }", "error: mistaken: no program is in it; ")]
    [InlineData(Head + "#[unsafe(link_section = \"kprobe\")] extern \"C\" fn on_exec(_: *const u8) -> i32 { 0 }", "error: mistaken: no program is in it; ")]
    [InlineData(Head + Program + " {\n let mut n = 0_u64;\n loop {\n n += core::hint::black_box(monotonic_ns());\n }\n}",
        "error: programs/mistaken/src/main.rs:8: a loop without an end; give it a bound: 'for _ in 0..N'\n")]
    [InlineData(Head + Program + " {\n println!(\"exec\"); Ok(()) }", "main.rs:7:2", "; a program has no standard output: info!(context, \"…\")")]
    [InlineData(Head + Program + " {\n format!(\"exec\"); Ok(()) }", "main.rs:7:2", "; a program has no strings that grow")]
    [InlineData(Head + Program + " {\n std::vec![0]; Ok(()) }", "main.rs:7:2", "; a program has core, and maps instead of a heap")]
    [InlineData(Head + "extern crate alloc;\n" + Program + " { let _ = alloc::vec![0]; Ok(()) }", "; a program has no heap: what is large or lasts goes into maps")]
    [InlineData("#![no_main]", "; a program begins with #![no_std] and #![no_main]")]
    [InlineData("#![no_std]", "; a program begins with #![no_std] and #![no_main]")]
    [InlineData(Head + "#[tracepoint(categry = \"sched\", name = \"exec\")] fn on_exec(_context: TracePointContext) {}", "main.rs:6:14", "no rules expected `categry`")]
    [InlineData(Head + "#[xdp] fn drop_all(_context: TracePointContext) -> XdpAction { XdpAction::Drop }", "main.rs:6:1", "expected `TracePointContext`, found `XdpContext`")]
    [InlineData(Head + "#[xdp] fn drop_all(_context: XdpContext) -> bool { true }", "main.rs:6:1", "can't return `bool`")]
    [InlineData(Head + "corewright_ebpf::kernel_types! { struct task_struct { tgid: i32 } }\n" + Program + " {\n"
        + " let task: *const task_struct = current_task();\n corewright_ebpf::core_read!(task, tid)?;\n Ok(()) }",
        "main.rs:9:2", "the declaration of `task_struct` has no such field", "add it to the kernel_types! declaration")]
    public async Task It_says_where_and_what_to_do(string source, params string[] expected)
    {
        string message = (await folder.BuildAsync(source)).ShouldNotBeNull();

        foreach (string text in expected)
            message.ShouldContain(text, Case.Sensitive);
        message.ShouldNotContain("--export-symbols", Case.Sensitive, "the linker's command line is of no use");
        message.ShouldNotContain("build scripts and procedural macros");
    }

    [Fact]
    public async Task A_program_without_a_licence_is_warned_of()
    {
        (await folder.BuildAsync(string.Concat(Head.Split('\n').Where(line => !line.Contains("license")).Select(line => line + "\n")) + Program + " { Ok(()) }")).ShouldBeNull();
        RepositoryStore.Log.Warnings.ShouldContain(line => line.StartsWith("mistaken: it names no licence", StringComparison.Ordinal));
    }

    /// <summary>One folder for all: the support crate is compiled once.</summary>
    public sealed class Folder : IDisposable
    {
        private readonly CrateFolder _crates = new();

        /// <summary>Builds a program.</summary>
        /// <returns>What is said when that fails; else null.</returns>
        internal async Task<string?> BuildAsync(string source)
        {
            _crates.Write("programs/mistaken/Cargo.toml", """
                [package]
                name = "mistaken"
                version = "0.1.0"
                edition = "2024"

                [dependencies]
                corewright-ebpf.workspace = true

                """);
            _crates.Write("programs/mistaken/src/main.rs", source);
            try
            {
                await _crates.BuildAsync("mistaken");
                return null;
            }
            catch (BuildException e)
            {
                return e.Message;
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _crates.Dispose();
    }
}
