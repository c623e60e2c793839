using System;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>BTF of modules, which goes on where that of the kernel ends.</summary>
public class SplitBtfTests
{
    [Fact]
    public void Ids_and_names_continue_those_of_the_base()
    {
        (byte[] kernel, byte[] module) = Build();
        using NativeBlock block = NativeBlock.For(kernel.Length, module.Length);
        Arena arena = block.OpenArena();
        BtfReader.Open(kernel, ref arena, out BtfReader first).Code.ShouldBe(FaultCode.None);

        BtfReader.OpenSplit(module, first, ref arena, out BtfReader both).Code.ShouldBe(FaultCode.None);

        first.TypeCount.ShouldBe(4);
        both.FirstId.ShouldBe(4u);
        both.TypeCount.ShouldBe(6);
        both.PointerSize.ShouldBe(8);
        both.Validate().Code.ShouldBe(FaultCode.None);
        Name(both, 3).ShouldBe("device");
        Name(both, 4).ShouldBe("adapter");
        BtfMember member = both.Member(both.Type(4), 1);
        Encoding.UTF8.GetString(both.Name(member.NameOffset)).ShouldBe("dev");
        both.Type(member.Type).Kind.ShouldBe(BtfKind.Pointer);
        both.Type(both.Type(member.Type).SizeOrType).Id.ShouldBe(3u);
        both.NameEquals(both.Type(4).NameOffset, "adapter"u8).ShouldBeTrue();
        both.NameEquals(both.Type(3).NameOffset, "device"u8).ShouldBeTrue();
        both.TryFind("adapter"u8, BtfKind.Struct, out BtfType found).ShouldBeTrue();
        found.Id.ShouldBe(4u);
        both.TryFind("device"u8, BtfKind.Struct, out found).ShouldBeTrue();
        found.Id.ShouldBe(3u);
        both.Size(5, out uint size).Code.ShouldBe(FaultCode.None);
        size.ShouldBe(8u);
        both.ContainsName((uint)(first.Strings.Length + both.Strings.Length)).ShouldBeFalse();
    }

    [Fact]
    public void A_name_beyond_both_is_refused_and_so_is_a_base_that_is_split()
    {
        (byte[] kernel, byte[] module) = Build();
        using NativeBlock block = NativeBlock.For(kernel.Length, module.Length);
        Arena arena = block.OpenArena();
        BtfReader.Open(kernel, ref arena, out BtfReader first).Code.ShouldBe(FaultCode.None);
        BtfReader.OpenSplit(module, first, ref arena, out BtfReader both).Code.ShouldBe(FaultCode.None);

        BtfReader.OpenSplit(module, both, ref arena, out _).Code.ShouldBe(FaultCode.BtfBadBase);
        BitConverter.TryWriteBytes(module.AsSpan(24), 1000).ShouldBeTrue();
        BtfReader.OpenSplit(module, first, ref arena, out _).Code.ShouldBe(FaultCode.BtfBadName);
    }

    [Fact]
    public void A_module_is_searched_for_what_the_kernel_lacks_and_only_for_that()
    {
        var local = new BtfBuilder();
        uint number = local.Int("unsigned int", 4);
        uint adapter = local.Struct("adapter", 8, ("state", number, 0));
        uint device = local.Struct("device", 8, ("id", number, 0));
        var program = new ObjectBuilder(local);
        program.Relocate(CoreKind.FieldByteOffset, adapter, "0:0", 0).Relocate(CoreKind.FieldByteOffset, device, "0:0", 0);
        byte[] file = program.Build();
        (byte[] kernel, byte[] module) = Build();

        using NativeBlock block = NativeBlock.For(kernel.Length, file.Length + (1 << 16));
        Arena arena = block.OpenArena();
        arena.Allocate(module.Length, out Span<byte> native).Code.ShouldBe(FaultCode.None);
        module.CopyTo(native);
        CoreObject.Open(file, ref arena, out CoreObject opened).Code.ShouldBe(FaultCode.None);
        CandidateSearch.Begin(opened.Btf, opened.Relocations, ref arena, out CandidateSearch search).Code.ShouldBe(FaultCode.None);
        BtfReader.OpenSparse(kernel, ref arena, ref search, out BtfReader target).Code.ShouldBe(FaultCode.None);
        ModuleCandidates modules = default;
        modules.Begin(ref search, ref arena, out bool any).Code.ShouldBe(FaultCode.None);
        any.ShouldBeTrue();
        modules.Search(ref search, target, native, ref arena, out bool found).Code.ShouldBe(FaultCode.None);
        found.ShouldBeTrue();
        CandidateTable candidates = search.Finish(ref arena);

        ref Candidate first = ref candidates[candidates.First(adapter)];
        (first.Type, first.Source, first.Next).ShouldBe((4u, 1, -1));
        ref Candidate second = ref candidates[candidates.First(device)];
        (second.Type, second.Source, second.Next).ShouldBe((3u, 0, -1), "the module has a struct device too, which doesn't count");
        BtfReader again = target.Restore(modules.Sources[0]);
        Name(again, 4).ShouldBe("adapter");
        Name(again, 3).ShouldBe("device");
    }

    /// <summary>A kernel with a struct device, and a module with a struct that points to it and a struct device of its own.</summary>
    private static (byte[] Kernel, byte[] Module) Build()
    {
        BtfBuilder kernel = BtfBuilder.Kernel();
        uint pointer = kernel.Pointer(3);
        kernel.Struct("device", 16, ("id", 1, 8));
        byte[] whole = kernel.Build();
        int strings = BitConverter.ToInt32(whole, 20);

        BtfBuilder module = new(firstId: 4, firstString: strings);
        module.Struct("adapter", 24, ("state", 1, 4), ("dev", pointer, 16));
        module.Struct("device", 8, ("id", 1, 4));
        return (whole, module.Build());
    }

    private static string Name(in BtfReader btf, uint id) => Encoding.UTF8.GetString(btf.Name(btf.Type(id)));
}
