using Corewright.Bpf.Btf;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class OfflineCheckTests
{
    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = BtfBuilder.Kernel();

    [Fact]
    public void Each_relocation_says_where_it_is_what_it_asks_and_what_came_of_it()
    {
        uint number = _local.Int("i32", 4, 1);
        uint task = _local.Struct("task", 32, ("pid", number, 0), ("gone", number, 4), ("comm", _local.Array(number, 4), 8));
        uint kinds = _local.Enum("kinds", 4, false, ("A", 0));
        byte[] program = new ObjectBuilder(_local)
            .Emit(0xbf, 0x16)
            .Relocate(CoreKind.FieldByteOffset, task, "0:0", 0)
            .Emit(0x05, 0, 1)
            .Relocate(CoreKind.FieldByteOffset, task, "0:1", 4)
            .Relocate(CoreKind.FieldExists, task, "0:2:3", 1)
            .Relocate(CoreKind.EnumeratorExists, kinds, "0", 1)
            .Relocate(CoreKind.TypeSize, task, "0", 32)
            .Build();
        uint theirs = _kernel.Int("int", 4, 1);
        _kernel.Struct("task", 64, ("pid", theirs, 24), ("comm", _kernel.Array(theirs, 4), 32));

        OfflineResult result = OfflineCheck.Check("execwatch", program, "x86_64-6.12", _kernel.Build());

        result.Failure.ShouldBeNull();
        result.Relocations.ShouldBe(
        [
            new RelocationOutcome("on_exec", 0, 1, "byte_off", "task.pid", 24),
            new RelocationOutcome("on_exec", 1, 3, "byte_off", "task.gone", null),
            new RelocationOutcome("on_exec", 2, 4, "field_exists", "task.comm[3]", 1),
            new RelocationOutcome("on_exec", 3, 5, "enumval_exists", "kinds::A", 0),
            new RelocationOutcome("on_exec", 4, 6, "type_size", "task", 64),
        ]);
    }

    [Fact]
    public void An_ambiguity_names_the_relocation_and_both_types()
    {
        uint task = _local.Struct("task", 8, ("pid", _local.Int("i32", 4, 1), 0));
        byte[] program = new ObjectBuilder(_local).Relocate(CoreKind.FieldByteOffset, task, "0:0", 0).Build();
        uint theirs = _kernel.Int("int", 4, 1);
        _kernel.Struct("task", 64, ("pid", theirs, 24));
        _kernel.Struct("task___2", 64, ("pid", theirs, 28));

        OfflineCheck.Check("execwatch", program, "x86_64-6.12", _kernel.Build()).Failure.ShouldBe(
            "relocating: two kernel types match and disagree on the value, relocation #0 after 0 resolved (CoreAmbiguous) "
            + "(byte_off of task.pid: task [3] gives 24, task___2 [4] gives 28)");
    }

    [Fact]
    public void An_instruction_that_does_not_hold_the_local_value_is_a_failure()
    {
        uint task = _local.Struct("task", 8, ("pid", _local.Int("i32", 4, 1), 4));
        byte[] program = new ObjectBuilder(_local).Relocate(CoreKind.FieldByteOffset, task, "0:0", 0).Build();
        _kernel.Struct("task", 64, ("pid", _kernel.Int("int", 4, 1), 24));

        OfflineCheck.Check("execwatch", program, "x86_64-6.12", _kernel.Build()).Failure!.ShouldContain("CoreUnexpectedValue");
    }

    [Fact]
    public void A_kernel_that_is_not_BTF_is_a_failure_not_an_exception()
    {
        byte[] program = new ObjectBuilder(_local).Build();

        OfflineCheck.Check("execwatch", program, "x86_64-6.12", "nonsense"u8).Failure!.ShouldContain("reading the kernel's BTF: not BTF");
        OfflineCheck.Check("execwatch", "nonsense"u8, "x86_64-6.12", _kernel.Build()).Failure!.ShouldContain("not an ELF file");
    }
}
