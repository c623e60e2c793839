using System;
using System.IO;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Syscalls;

public class SyscallTests
{
    [Fact]
    public void Every_call_has_a_number_on_every_architecture() =>
        SyscallTable.Count.ShouldBe(Enum.GetValues<SyscallNumber>().Length);

    [Theory]
    [InlineData(SyscallNumber.Bpf, MachineArchitecture.X86_64, 321)]
    [InlineData(SyscallNumber.Bpf, MachineArchitecture.Aarch64, 280)]
    [InlineData(SyscallNumber.Bpf, MachineArchitecture.Armv7, 386)]
    [InlineData(SyscallNumber.Readlinkat, MachineArchitecture.Armv7, 332)]
    public void The_rows_of_the_table_are_in_the_order_of_the_names(SyscallNumber call, MachineArchitecture architecture, int number) =>
        SyscallTable.NumberOf(call, architecture).ShouldBe(number);

    [Fact]
    public void A_result_is_the_kernels() =>
        Syscall.Invoke(SyscallNumber.Getpid).ShouldBe(Environment.ProcessId);

    [Fact]
    public void An_error_is_a_negated_errno()
    {
        nint result = Syscall.Close(-1);

        Syscall.IsError(result).ShouldBeTrue();
        result.ShouldBe(-9);
        Syscall.IsError(0).ShouldBeFalse();
        Syscall.IsError(-4095).ShouldBeTrue();
        Syscall.IsError(-4096).ShouldBeFalse();
    }

    [Fact]
    public unsafe void A_mapping_starts_at_its_offset_in_bytes()
    {
        string path = Path.GetTempFileName();
        try
        {
            byte[] content = new byte[8192];
            content[4096] = 42;
            File.WriteAllBytes(path, content);
            using var file = File.OpenHandle(path);

            nint address = Syscall.Map(4096, 1, 2, (int)file.DangerousGetHandle(), 4096);

            Syscall.IsError(address).ShouldBeFalse();
            (*(byte*)address).ShouldBe((byte)42);
            Syscall.Invoke(SyscallNumber.Munmap, address, 4096).ShouldBe(0);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
