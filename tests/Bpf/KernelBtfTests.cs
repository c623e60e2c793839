using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap.Buffered;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;
using Corewright.Build.Btf;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>
/// Our engine against libbpf's on the BTF of every kernel in the quick matrix: <c>bpftool gen min_core_btf</c> resolves the same
/// relocations with libbpf and writes down which members it found, and where.
/// </summary>
public class KernelBtfTests
{
    private static readonly byte[] s_program = Program();

    public static TheoryData<string> Kernels() => [.. RepositoryStore.Plan.Matrices["quick"].Kernels.Select(k => k.Id)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task We_find_what_libbpf_finds(string id)
    {
        PreparedKernel kernel = await PrepareAsync(id);
        byte[] whole = await File.ReadAllBytesAsync(kernel.Btf, TestContext.Current.CancellationToken);
        byte[] theirs = await LibbpfAsync(kernel);
        byte[] ours = MinimalBtf.Create(s_program, whole);

        // Where two of the kernel's types give the same values bpftool keeps one of them, we both.
        string[] found = Members(theirs), kept = Members(ours);
        found.Except(kept).ShouldBeEmpty();
        kept.Select(Place).Distinct().ShouldBe(found.Select(Place).Distinct());
        found.ShouldContain(line => line.StartsWith("task_struct.pid "));
        found.ShouldContain(line => line.StartsWith("bpf_map_type::BPF_MAP_TYPE_RINGBUF "));

        OfflineResult onWhole = OfflineCheck.Check("test", s_program, id, whole);
        onWhole.Failure.ShouldBeNull();
        onWhole.Relocations.ShouldAllBe(r => r.Target.EndsWith("no_such_field") ? r.Value.GetValueOrDefault() == 0 : r.Value != null);
        Values(OfflineCheck.Check("test", s_program, id, ours)).ShouldBe(Values(onWhole));
        Values(OfflineCheck.Check("test", s_program, id, theirs)).ShouldBe(Values(onWhole));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task The_size_of_a_pointer_is_read_from_the_BTF(string id)
    {
        PreparedKernel kernel = await PrepareAsync(id);
        using var file = new MappedFile(kernel.Btf);
        using NativeBlock block = NativeBlock.For(file.Bytes.Length, 0);
        Arena arena = block.OpenArena();

        BtfReader.Open(file.Bytes, ref arena, out BtfReader btf).Code.ShouldBe(FaultCode.None);

        btf.Validate().Code.ShouldBe(FaultCode.None);
        btf.PointerSize.ShouldBe(RepositoryStore.Plan.Architectures[kernel.Kernel.Architecture].PointerSize);
        btf.TypeCount.ShouldBeGreaterThan(20000);
    }

    private static Task<PreparedKernel> PrepareAsync(string id) =>
        new KernelPreparer(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log)
            .PrepareAsync(RepositoryStore.Plan.Kernels[id], TestContext.Current.CancellationToken);

    private static async Task<byte[]> LibbpfAsync(PreparedKernel kernel)
    {
        ToolRoot tools = await RepositoryStore.Store.OpenAsync("guest-x86_64", TestContext.Current.CancellationToken);
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            string program = Path.Combine(folder, "test.bpf.o"), result = Path.Combine(folder, "min.btf");
            await File.WriteAllBytesAsync(program, s_program, TestContext.Current.CancellationToken);
            await tools.Command("usr/sbin/bpftool", ["gen", "min_core_btf", kernel.Btf, result, program])
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            return await File.ReadAllBytesAsync(result, TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<(string Kind, string Target, ulong? Value)> Values(OfflineResult result)
    {
        result.Failure.ShouldBeNull();
        return result.Relocations.Where(r => r.Kind != "target_type_id").Select(r => (r.Kind, r.Target, r.Value));
    }

    private static string Place(string line) => line.Split(" of ")[0];

    /// <summary>Each member of a named struct or union with its place, and the constants that the object asks for.</summary>
    private static string[] Members(byte[] data)
    {
        using NativeBlock block = NativeBlock.For(data.Length, 0);
        Arena arena = block.OpenArena();
        BtfReader.Open(data, ref arena, out BtfReader btf).Code.ShouldBe(FaultCode.None);
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        for (uint id = 1; id < btf.TypeCount; id++)
        {
            BtfType type = btf.Type(id);
            string name = Encoding.UTF8.GetString(btf.Name(type));
            for (int i = 0; type.IsComposite && name.Length > 0 && i < type.Count; i++)
            {
                BtfMember member = btf.Member(type, i);
                string field = Encoding.UTF8.GetString(btf.Name(member.NameOffset));
                lines.Add($"{name}.{field} @ bit {member.BitOffset} width {member.BitSize} of {type.SizeOrType} bytes");
            }

            for (int i = 0; type.IsEnum && i < type.Count; i++)
            {
                BtfEnumerator constant = btf.Enumerator(type, i);
                string value = Encoding.UTF8.GetString(btf.Name(constant.NameOffset));
                if (value == "BPF_MAP_TYPE_RINGBUF")
                    lines.Add($"{name}::{value} = {constant.Value}");
            }
        }

        return [.. lines];
    }

    /// <summary>Fields that every kernel from 5.10 on has, in every shape: nested, anonymous, in arrays, one bit wide.</summary>
    private static byte[] Program()
    {
        var btf = new BtfBuilder();
        uint i32 = btf.Int("i32", 4, 1), u32 = btf.Int("u32", 4), u64 = btf.Int("u64", 8), u8 = btf.Int("u8", 1);
        uint inode = btf.Struct("ns_common", 8, ("inum", u32, 0));
        uint space = btf.Struct("pid_namespace", 16, ("ns", inode, 0), ("level", u32, 8));
        uint upid = btf.Struct("upid", 16, ("nr", i32, 0), ("ns", btf.Pointer(space), 8));
        uint pid = btf.Struct("pid", 32, ("level", u32, 0), ("numbers", btf.Array(upid, 1), 8));
        uint info = btf.Struct("thread_info", 8, ("flags", u64, 0));
        uint task = btf.Struct(
            "task_struct", 128,
            ("thread_info", info, 0), ("pid", i32, 8), ("tgid", i32, 12), ("real_parent", btf.Pointer(0), 16),
            ("comm", btf.Array(u8, 16), 24), ("exit_code", i32, 40), ("start_time", u64, 48), ("thread_pid", btf.Pointer(pid), 56),
            ("sched_reset_on_fork", u32, 64), ("in_execve", u32, 68), ("no_such_field", i32, 72), ("nsproxy", btf.Pointer(0), 80),
            ("flags", u32, 88));
        uint buffer = btf.Struct("sk_buff", 32, ("len", u32, 0), ("next", btf.Pointer(0), 8), ("sk", btf.Pointer(0), 16));
        uint inodeType = btf.Struct("inode", 32, ("i_ino", u64, 0), ("i_nlink", u32, 8), ("i_state", u32, 12));
        uint mapTypes = btf.Enum("bpf_map_type", 4, false, ("BPF_MAP_TYPE_RINGBUF", 0), ("BPF_MAP_TYPE_NO_SUCH", 1));
        var program = new ObjectBuilder(btf);
        foreach (uint field in (uint[])[1, 2, 3, 4, 5, 6, 7, 8, 11, 12])
        {
            program.Relocate(CoreKind.FieldExists, task, $"0:{field}", 1);
            program.Relocate(CoreKind.FieldByteSize, task, $"0:{field}", field switch { 3 or 6 or 7 or 11 => 8, 4 => 16, _ => 4 });
        }

        program.Relocate(CoreKind.FieldByteOffset, task, "0:0:0", 0)
            .Relocate(CoreKind.FieldByteOffset, task, "0:1", 8)
            .Relocate(CoreKind.FieldByteOffset, task, "0:2", 12)
            .RelocateLoad(task, "0:3", 16)
            .Relocate(CoreKind.FieldByteOffset, task, "0:4:3", 27)
            .Relocate(CoreKind.FieldSigned, task, "0:1", 1)
            .Relocate(CoreKind.FieldByteOffset, task, "0:8", 64)
            .Relocate(CoreKind.FieldLeftShift, task, "0:8", 32)
            .Relocate(CoreKind.FieldRightShift, task, "0:8", 32)
            .Relocate(CoreKind.FieldLeftShift, task, "0:9", 32)
            .Relocate(CoreKind.FieldExists, task, "0:10", 1).Emit(0x15, 1, 1)
            .Relocate(CoreKind.FieldByteOffset, task, "0:10", 72)
            .Relocate(CoreKind.FieldByteOffset, pid, "0:1:0:1", 16)
            .Relocate(CoreKind.FieldByteOffset, pid, "0:0", 0)
            .Relocate(CoreKind.FieldByteOffset, space, "0:0:0", 0)
            .Relocate(CoreKind.FieldByteOffset, buffer, "0:0", 0)
            .Relocate(CoreKind.FieldByteOffset, buffer, "0:1", 8)
            .Relocate(CoreKind.FieldByteOffset, buffer, "0:2", 16)
            .Relocate(CoreKind.FieldByteSize, inodeType, "0:0", 8)
            .Relocate(CoreKind.FieldByteOffset, inodeType, "0:1", 8)
            .Relocate(CoreKind.EnumeratorValue, mapTypes, "0", 0)
            .Relocate(CoreKind.EnumeratorExists, mapTypes, "1", 1)
            .Relocate(CoreKind.TypeSize, buffer, "0", 32)
            .Relocate(CoreKind.TargetTypeId, task, "0", 0);
        return program.Build();
    }
}
