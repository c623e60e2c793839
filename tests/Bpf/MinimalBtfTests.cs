using System.Linq;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;
using Corewright.Build;
using Corewright.Build.Btf;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class MinimalBtfTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void The_object_resolves_against_it_as_against_the_whole(int pointerSize)
    {
        byte[] program = Program(), kernel = Kernel(pointerSize);

        byte[] minimal = MinimalBtf.Create(program, kernel);

        minimal.Length.ShouldBeLessThan(kernel.Length);
        CoreCase.ResolveAll(program, kernel, out CoreOutcome[] whole).Code.ShouldBe(FaultCode.None);
        CoreCase.ResolveAll(program, minimal, out CoreOutcome[] cut).Code.ShouldBe(FaultCode.None);
        cut.Select(Essence).ShouldBe(whole.Select(Essence));
        whole.Count(o => o.Poisoned).ShouldBe(1);
    }

    [Fact]
    public void It_is_valid_and_tells_the_size_of_a_pointer()
    {
        byte[] minimal = MinimalBtf.Create(Program(), Kernel(4));

        using var block = new NativeBlock(4096);
        Arena arena = block.OpenArena();
        BtfReader.Open(minimal, ref arena, out BtfReader btf).Code.ShouldBe(FaultCode.None);
        btf.Validate().Code.ShouldBe(FaultCode.None);
        btf.PointerSize.ShouldBe(4);
    }

    [Fact]
    public void Only_members_that_are_asked_for_stay()
    {
        byte[] minimal = MinimalBtf.Create(Program(), Kernel(8));

        using var block = new NativeBlock(4096);
        Arena arena = block.OpenArena();
        BtfReader.Open(minimal, ref arena, out BtfReader btf).Code.ShouldBe(FaultCode.None);
        btf.TryFind("task"u8, BtfKind.Struct, out BtfType task).ShouldBeTrue();
        (task.Count, task.SizeOrType).ShouldBe((4, 256u));
        btf.TryFind("mm"u8, BtfKind.Struct, out BtfType mm).ShouldBeTrue();
        (mm.Count, mm.SizeOrType).ShouldBe((0, 64u));
        btf.TryFind("unrelated"u8, BtfKind.Struct, out _).ShouldBeFalse();
        btf.TryFind("map_type"u8, BtfKind.Enum, out BtfType types).ShouldBeTrue();
        types.Count.ShouldBe(1);
    }

    [Fact]
    public void A_candidate_that_a_later_relocation_needs_is_kept_whole()
    {
        // Both kernel types have "a" at the same place, only the second has "b".
        var local = new BtfBuilder();
        uint number = local.Int("u32", 4);
        uint type = local.Struct("t", 8, ("a", number, 0), ("b", number, 4));
        byte[] program = new ObjectBuilder(local)
            .Relocate(CoreKind.FieldByteOffset, type, "0:0", 0).Relocate(CoreKind.FieldByteOffset, type, "0:1", 4).Build();
        BtfBuilder kernel = BtfBuilder.Kernel();
        uint theirs = kernel.Int("unsigned int", 4);
        kernel.Struct("t", 64, ("a", theirs, 16));
        kernel.Struct("t", 64, ("a", theirs, 16), ("b", theirs, 20));

        CoreCase.ResolveAll(program, MinimalBtf.Create(program, kernel.Build()), out CoreOutcome[] outcomes).Failed.ShouldBeFalse();

        outcomes.Select(o => o.Value).ShouldBe([16UL, 20UL]);
    }

    [Fact]
    public void A_broken_kernel_is_refused()
    {
        byte[] kernel = Kernel(8);
        kernel[31] = 31;

        Should.Throw<BuildException>(() => MinimalBtf.Create(Program(), kernel)).Where.ShouldBe("the kernel's BTF");
    }

    private static (CoreKind Kind, bool Poisoned, ulong Value, uint Local, uint Target, bool Width) Essence(CoreOutcome o) =>
        (o.Kind, o.Poisoned, o.Kind == CoreKind.TargetTypeId ? 0 : o.Value, o.LocalSize, o.TargetSize, o.WidthDiffers);

    private static byte[] Program()
    {
        var btf = new BtfBuilder();
        uint number = btf.Int("i32", 4, 1);
        uint task = btf.Struct(
            "task", 64, ("pid", number, 0), ("parent", btf.Pointer(0), 8), ("flags", btf.Int("u64", 8), 16), ("gone", number, 24),
            ("mm", btf.Pointer(btf.Struct("mm", 0)), 32));
        uint types = btf.Enum("map_type", 4, false, ("RING", 0));
        uint ops = btf.Struct("ops", 8, ("next", btf.Pointer(btf.Struct("ops2", 0)), 0));
        return new ObjectBuilder(btf)
            .Relocate(CoreKind.FieldByteOffset, task, "0:0", 0)
            .RelocateLoad(task, "0:1", 8)
            .Relocate(CoreKind.FieldByteSize, task, "0:1", 8)
            .Relocate(CoreKind.FieldByteOffset, task, "0:2", 16)
            .Relocate(CoreKind.FieldExists, task, "0:3", 1)
            .Relocate(CoreKind.FieldByteOffset, task, "0:3", 24)
            .Relocate(CoreKind.FieldExists, task, "0:4", 1)
            .Relocate(CoreKind.TypeSize, task, "0", 64)
            .Relocate(CoreKind.TypeMatches, task, "0", 1)
            .Relocate(CoreKind.EnumeratorValue, types, "0", 0)
            .Relocate(CoreKind.TypeMatches, ops, "0", 1)
            .Relocate(CoreKind.TargetTypeId, ops, "0", 0)
            .Build();
    }

    private static byte[] Kernel(int pointerSize)
    {
        BtfBuilder btf = BtfBuilder.Kernel(pointerSize);
        uint number = btf.Int("int", 4, 1);
        btf.Struct("unrelated", 128, ("a", number, 0), ("b", number, 4));
        uint mm = btf.Struct("mm", 64, ("users", number, 0));
        uint union = btf.Union("", 16, ("x", number, 0), ("flags", btf.Typedef("flags_t", 1), 8));
        btf.Struct(
            "task", 256, ("state", number, 0), ("pid", number, 4), ("", union, 16), ("parent", btf.Pointer(number), 32),
            ("mm", btf.Modifier(BtfKind.Const, btf.Pointer(mm)), 40), ("last", number, 64));
        btf.Enum("map_type", 4, false, ("HASH", 1), ("RING", 27));
        uint next = btf.Struct("ops2", 16, ("far", mm, 0));
        btf.Struct("ops", 16, ("x", number, 0), ("next", btf.Pointer(next), 8));
        return btf.Build();
    }
}
