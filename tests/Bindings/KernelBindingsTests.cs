using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build;
using Corewright.Build.Ebpf.Bindings;
using Corewright.Build.Plan;
using Corewright.Tests.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bindings;

/// <summary>What is declared of kernels that differ, on kernels of a few types.</summary>
public class KernelBindingsTests
{
    [Fact]
    public void A_field_says_where_it_is_and_what_it_was()
    {
        string module = Make("thing", ("x86_64", "5.10", b => b.Struct("thing", 16, ("count", U(b, 4), 0), ("old", U(b, 8), 8))),
            ("x86_64", "6.1", b => b.Struct("thing", 16, ("count", U(b, 4), 0))),
            ("x86_64", "6.12", b => b.Struct("thing", 16, ("count", U(b, 8), 0), ("new", U(b, 1), 8))));

        module.ShouldContain("    /// The kernel's `struct thing`: everywhere.\n    pub struct thing {\n");
        module.ShouldContain("        /// Everywhere; `u32` before 6.12.\n        pub count: usize,\n");
        module.ShouldContain("        /// x86_64 6.12.\n        pub new: u8,\n");
        module.ShouldContain("        /// x86_64 5.10.\n        pub old: u64,\n");
    }

    [Fact]
    public void What_is_as_wide_as_a_pointer_is_a_word()
    {
        string module = Make("thing{length,signed_length,time}",
            ("x86_64", "6.1", b => b.Struct("thing", 24, ("length", U(b, 8), 0), ("signed_length", S(b, 8), 8), ("time", U(b, 8), 16))),
            ("armv7", "6.1", b => b.Struct("thing", 16, ("length", U(b, 4), 0), ("signed_length", S(b, 4), 4), ("time", U(b, 8), 8))));

        module.ShouldContain("        /// Everywhere.\n        pub length: usize,\n");
        module.ShouldContain("        /// Everywhere.\n        pub signed_length: isize,\n");
    }

    [Fact]
    public void Structs_inside_come_along_and_those_behind_pointers_do_not()
    {
        string module = Make("outer{inner,far,near,anything}", ("x86_64", "6.1", b =>
        {
            uint inner = b.Struct("inner", 8, ("a", U(b, 4), 0), ("b", U(b, 4), 4)), far = b.Forward("far");
            uint id = b.Typedef("count_t", b.Struct("", 4, ("value", S(b, 4), 0)));
            uint outer = b.Struct("outer", 48, ("inner", inner, 0), ("far", b.Pointer(far), 8), ("near", id, 16), ("anything", b.Pointer(0), 32));
            return outer;
        }
        ));

        module.ShouldContain("        pub inner: inner,\n        /// Everywhere.\n        pub far: *const c_void,\n        /// Everywhere.\n        pub near: count_t,\n");
        module.ShouldContain("    /// The kernel's `struct inner`: everywhere.\n    pub struct inner {\n");
        module.ShouldContain("    /// The kernel's `count_t`: everywhere.\n    pub struct count_t {\n");
    }

    [Fact]
    public void A_path_needs_no_more_of_the_struct_that_it_leads_through()
    {
        string module = Make("outer{inner.b}", ("x86_64", "6.1", b => b.Struct("outer", 8, ("inner", b.Struct("inner", 8, ("a", U(b, 4), 0), ("b", U(b, 4), 4)), 0))));

        module.ShouldContain("    pub struct inner {\n        /// Everywhere.\n        pub b: u32,\n    }\n");
    }

    [Fact]
    public void Members_of_a_member_without_a_name_are_the_structs_own()
    {
        string module = Make("outer", ("x86_64", "6.1", b =>
            b.Struct("outer", 8, ("", b.Union("", 8, ("whole", U(b, 8), 0), ("", b.Struct("", 8, ("low", U(b, 4), 0)), 0)), 0))));

        module.ShouldContain("pub whole: u64,");
        module.ShouldContain("pub low: u32,");
    }

    [Fact]
    public void What_can_not_be_said_is_left_out_or_an_error_where_it_is_asked_for()
    {
        static uint Bits(BtfBuilder b) => b.BitStruct("thing", 8, ("plain", U(b, 4), 0, 0), ("bit", U(b, 4), 32, 1));

        Make("thing", ("x86_64", "6.1", Bits)).ShouldContain("    ///\n    /// Without `bit` (a bit field).\n    pub struct thing {");
        Message("thing{bit}", Bits).ShouldBe("--types: 'thing.bit' is a bit field, which has no counterpart in Rust; leave it out");
        Message("either", b => b.Union("either", 4, ("a", U(b, 4), 0)))
            .ShouldBe("--types: 'either' is a union, which CO-RE would look for as a struct; leave it out");
        Message("number", b => b.Typedef("number", U(b, 4))).ShouldBe("--types: 'number' is no struct or enum; name one, or a typedef of one");
        Message("list", b => b.Struct("list", 4, ("items", b.Array(b.Struct("", 0), 1), 0)))
            .ShouldBe("--types: no field of 'list' can be expressed in Rust; leave it out");
        Message("thing@armv7", Bits).ShouldBe("--types: no kernel of armv7 is looked at; choose a matrix with one");
    }

    [Theory]
    [InlineData("thing{\n    count,\n    cuont\n}", "types.txt:3: no kernel has a field 'cuont' in 'thing'; did you mean 'count'?")]
    [InlineData("thing{count},\nthang", "types.txt:2: no kernel has a type 'thang'; did you mean 'thing'?")]
    [InlineData("thing{inner.vlaue}", "types.txt:1: no kernel has a field 'inner.vlaue' in 'thing'; did you mean 'value'?")]
    [InlineData("thing{nowhere_near}", "types.txt:1: no kernel has a field 'nowhere_near' in 'thing'; name a field as the kernel does, or leave it out")]
    [InlineData("nowhere_near", "types.txt:1: no kernel has a type 'nowhere_near'; name a struct or enum as the kernel does, or a typedef of one")]
    [InlineData("thing{count.value}", "types.txt:1: no kernel has a field 'count.value' in 'thing'; name a field as the kernel does, or leave it out")]
    [InlineData("state{OPEN,CLSOED}", "types.txt:1: no kernel has a field 'CLSOED' in 'state'; did you mean 'CLOSED'?")]
    public void A_name_that_is_none_is_an_error_with_its_line_and_what_was_meant(string types, string message) =>
        Should.Throw<BuildException>(() => Make(types, "types.txt", ("x86_64", "6.1", b =>
        {
            b.Enum("state", 4, false, ("OPEN", 1), ("CLOSED", 2));
            return b.Struct("thing", 8, ("count", U(b, 4), 0), ("inner", b.Struct("", 4, ("value", U(b, 4), 0)), 4));
        }
        ))).Message.ShouldBe(message);

    [Fact]
    public void Names_that_Rust_has_another_use_for_are_written_so_that_it_takes_them()
    {
        string module = Make("thing", ("x86_64", "6.1", b => b.Struct("thing", 12, ("type", U(b, 4), 0), ("self", U(b, 4), 4))));

        module.ShouldContain("        pub r#type: u32,\n");
        module.ShouldContain("        pub self_: u32,\n");
    }

    [Fact]
    public void Enums_keep_their_names_and_say_which_numbers_they_had()
    {
        string module = Make("state{OPEN,CLOSED,LAST}", ("x86_64", "6.1", b => b.Enum("state", 4, false, ("OPEN", 1), ("CLOSED", 2), ("LAST", 2))),
            ("x86_64", "6.12", b => b.Enum("state", 4, false, ("OPEN", 1), ("CLOSED", 3), ("LAST", 3))));

        module.ShouldContain("    pub enum state {\n        /// Everywhere.\n        OPEN = 1,\n        /// Everywhere; 2 before 6.12.\n        CLOSED = 3,\n");
        // Rust takes each number once; the kernel's is what a loader puts in.
        module.ShouldContain("        /// Everywhere; 3 after 6.1; 2 before 6.12.\n        LAST = 4,\n");
    }

    [Fact]
    public void A_type_of_one_architecture_is_a_flavour()
    {
        string module = Make("pt_regs@x86_64{di},pt_regs@armv7",
            ("x86_64", "6.1", b => b.Struct("pt_regs", 8, ("di", U(b, 8), 0))), ("armv7", "6.1", b => b.Struct("pt_regs", 72, ("uregs", b.Array(U(b, 4), 18), 0))));

        module.ShouldContain("    /// The kernel's `struct pt_regs`: x86_64 6.1.\n    pub struct pt_regs___x86_64 {\n");
        module.ShouldContain("    pub struct pt_regs___armv7 {\n        /// armv7 6.1.\n        pub uregs: [u32; 18],\n");
    }

    [Fact]
    public void A_context_is_loaded_from()
    {
        string module = Make("context:xdp_md", ("x86_64", "6.1", b => b.Struct("xdp_md", 16, ("data", U(b, 4), 0), ("wide", b.Int("long int", 8, flags: 1), 8))));

        module.ShouldContain("    /// The kernel's `struct xdp_md`: everywhere. A program's context: load its fields with `core_load!`, but");
    }

    [Fact]
    public void A_type_that_is_made_of_itself_or_nested_without_end_is_an_error_and_no_hang()
    {
        Message("deep", b =>
        {
            uint nested = b.Struct("", 4, ("x", U(b, 4), 0));
            for (int i = 0; i < 100; i++)
                nested = b.Struct("", 4, ("", nested, 0));
            return b.Struct("deep", 4, ("", nested, 0));
        }).ShouldContain("nested too deeply");
    }

    private static string Message(string types, Func<BtfBuilder, uint> build) =>
        Should.Throw<BuildException>(() => Make(types, ("x86_64", "6.1", build))).Message;

    private static string Make(string types, params (string Architecture, string Version, Func<BtfBuilder, uint> Build)[] kernels) =>
        Make(types, "--types", kernels);

    private static string Make(string types, string where, params (string Architecture, string Version, Func<BtfBuilder, uint> Build)[] kernels)
    {
        IReadOnlyList<WantedType> wanted = WantedTypes.Read(types, where, ["x86_64", "armv7"]);
        return KernelBindings.Make([.. kernels.Select(kernel =>
        {
            BtfBuilder btf = BtfBuilder.Kernel(kernel.Architecture == "armv7" ? 4 : 8);
            kernel.Build(btf);
            var plan = new Kernel($"{kernel.Architecture}-{kernel.Version}", kernel.Architecture, kernel.Version, "s", "i", null);
            return KernelBindings.Read(btf.Build(), plan, wanted);
        })], wanted);
    }

    private static uint U(BtfBuilder btf, uint bytes) => btf.Int($"u{bytes * 8}", bytes);

    private static uint S(BtfBuilder btf, uint bytes) => btf.Int($"s{bytes * 8}", bytes, flags: 1);
}
