using System;
using System.Diagnostics;
using System.IO.Pipes;
using Corewright.Bpf.Ring;
using Corewright.Loader.Events;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class EventLoopTests
{
    [Fact]
    public void It_prints_what_is_in_the_ring_and_stops_when_the_time_is_up()
    {
        // A pipe that is never written to stands for the map's descriptor; the timer alone wakes the loop.
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var ring = new FakeRing(4096);
        using var text = new MemoryText();
        RingReader reader = ring.Reader();
        var printer = new EventPrinter(text.Writer, json: true);
        ring.Put(new byte[8]);
        ring.Put(new byte[8]);

        var watch = Stopwatch.StartNew();
        EventLoop.Open((int)pipe.SafePipeHandle.DangerousGetHandle(), 1, out EventLoop loop).Failed.ShouldBeFalse();
        loop.Run(ref reader, printer, text.Writer).Failed.ShouldBeFalse();
        loop.Dispose();
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
        printer.Unknown.ShouldBe(2ul);
        ring.Consumed.ShouldBe(ring.Produced);
    }

    [Fact]
    public void A_descriptor_that_cant_be_waited_for_is_a_fault()
    {
        var fault = EventLoop.Open(-1, 0, out EventLoop loop);
        loop.Dispose();
        fault.Code.ShouldBe(Corewright.Bpf.FaultCode.EventsUnreadable);
        fault.Errno.ShouldBe(9); // EBADF
    }
}
