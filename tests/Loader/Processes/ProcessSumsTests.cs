using System.Linq;
using Corewright.Loader;
using Corewright.Loader.Processes;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader.Processes;

public unsafe class ProcessSumsTests
{
    [Fact]
    public void A_number_that_is_used_again_is_another_process()
    {
        var sums = new ProcessSums<int>();
        for (ulong start = 1; start <= 3; start++)
            Find(sums, 77, start).Sums += (int)start;
        Find(sums, 77, 2).Sums.ShouldBe(2);
        sums.Count.ShouldBe(4);
    }

    [Fact]
    public void Every_process_has_its_own_until_it_is_full_and_the_highest_come_first()
    {
        var sums = new ProcessSums<int>();
        for (uint pid = 1; pid <= 3000; pid++)
        {
            ref ProcessSums<int>.Entry entry = ref Find(sums, pid << 8, 5);
            entry.Events++;
            entry.Rank = pid;
        }
        for (uint pid = 1; pid < 1024; pid++)
            Find(sums, pid << 8, 5).Process.Tgid.ShouldBe(pid << 8);
        sums[0].Events.ShouldBe(3000ul - 1023);
        sums.Sort();
        Enumerable.Range(0, sums.Count).Select(i => sums[i].Rank).ShouldBe(
            [3000, .. Enumerable.Range(1, 1023).Select(i => (ulong)(1024 - i))]);
    }

    private static ref ProcessSums<int>.Entry Find(ProcessSums<int> sums, uint tgid, ulong start)
    {
        var process = new ProcessHeader { Tgid = tgid, StartTime = start };
        return ref sums.Find(&process);
    }
}
