using System;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;
using Corewright.Tests.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class ObjectFileTests
{
    [Fact]
    public void Programs_are_the_functions_outside_of_text()
    {
        LoaderObject.Open(Sample().Build(), (ref ObjectFile opened, ref Arena _) =>
        {
            opened.Programs.Length.ShouldBe(1);
            ProgramSpec program = opened.Programs[0];
            Encoding.ASCII.GetString(opened.Name(program)).ShouldBe("on_exec");
            Encoding.ASCII.GetString(opened.SectionName(program)).ShouldBe("tracepoint/sched/sched_process_exec");
            program.OwnInstructionCount.ShouldBe(4);
            Encoding.ASCII.GetString(opened.License).ShouldBe("GPL\0");
        }).Failed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("GPL")]
    public void A_licence_without_an_end_is_refused(string license)
    {
        LoaderObject source = Sample(license: license);
        Open(source.Build()).Code.ShouldBe(FaultCode.ObjectBadLicense);
    }

    [Fact]
    public void A_section_that_means_no_kind_of_program_is_named()
    {
        Fault fault = Open(Sample("kprobes/do_nanosleep").Build());
        fault.Code.ShouldBe(FaultCode.ProgramUnknownSection);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_relocation_of_types_that_are_too_short_for_it_is_refused(int length)
    {
        byte[] relocation = new byte[16];
        (relocation[8], relocation[12]) = (4, 1);
        byte[] file = ObjectBuilder.Elf(
            (".BTF", 1, 0, new byte[length], 0, 0, 0), ("license", 1, 0, "GPL\0"u8.ToArray(), 0, 0, 0),
            (".symtab", 2, 0, new byte[48], 4, 1, 24), (".strtab", 3, 0, [0], 0, 0, 0),
            (".rel.BTF", 9, 0, relocation, 3, 1, 16));
        Open(file).Code.ShouldBe(FaultCode.ElfBadRelocation);
    }

    [Fact]
    public void A_program_that_leaves_its_section_is_refused()
    {
        var source = new LoaderObject();
        source.Return(LoaderObject.Code);
        int symbol = source.Function("on_exec", LoaderObject.Code, 0, 3);
        Fault fault = Open(source.Build());
        (fault.Code, fault.Index).ShouldBe((FaultCode.ProgramOutOfBounds, symbol));
    }

    [Fact]
    public void An_object_without_programs_is_refused()
    {
        Open(new LoaderObject().Build()).Code.ShouldBe(FaultCode.ObjectWithoutPrograms);
    }

    [Fact]
    public void An_object_for_another_machine_is_refused()
    {
        byte[] file = Sample().Build();
        file[18] = 62; // EM_X86_64
        Open(file).Code.ShouldBe(FaultCode.ElfNotBpf);
    }

    [Fact]
    public void Whatever_the_bytes_opening_and_linking_ends_with_a_fault_or_a_program()
    {
        byte[] sample = Sample().Build();
        var random = new Random(3);
        int linked = 0;
        for (int i = 0; i < 20000; i++)
        {
            byte[] hostile = (byte[])sample.Clone();
            for (int j = random.Next(1, 5); j > 0; j--)
                hostile[random.Next(hostile.Length)] = (byte)random.Next(256);
            LoaderObject.Open(hostile, (ref ObjectFile opened, ref Arena arena) =>
            {
                foreach (ref ProgramSpec program in opened.Programs)
                    linked += ProgramLinker.Link(opened, ref program, ref arena).Failed ? 0 : 1;
            });
        }
        linked.ShouldBeGreaterThan(0);
    }

    private static Fault Open(byte[] file) => LoaderObject.Open(file, (ref ObjectFile _, ref Arena _) => { });

    private static LoaderObject Sample(string section = "tracepoint/sched/sched_process_exec", string license = "GPL\0")
    {
        var source = new LoaderObject { Section = section, License = Encoding.ASCII.GetBytes(license) };
        source.RingBuffer("EVENTS", 4096);
        int events = source.Symbol("EVENTS", 0x11, LoaderObject.Maps, 0);
        int text = source.SectionSymbol(LoaderObject.Text);
        source.Function("on_exec", LoaderObject.Code, 0, 4);
        source.Function("part", LoaderObject.Text, 0, 2);
        source.LoadAddress(LoaderObject.Code, events).CallFunction(LoaderObject.Code, -1, text).Emit(LoaderObject.Code, 0x95);
        source.Return(LoaderObject.Text);
        return source;
    }
}
