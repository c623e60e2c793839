using System;
using System.Diagnostics;
using System.IO.Pipes;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Loader.Events;
using Corewright.Loader.Execwatch;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class EventStreamTests
{
    [Fact]
    public void It_prints_what_is_in_the_ring_and_stops_when_the_time_is_up()
    {
        // A pipe that is never written to stands for the map's descriptor; the timer alone wakes the loop.
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var ring = new FakeRing(4096);
        using var text = new MemoryText();
        using var log = new MemoryText();
        var sink = NewSink(text);
        using var stream = new EventStream(sink, new LostEvents(true, text.Writer, log.Writer), text.Writer);
        ring.Put(new byte[8]);
        ring.Put(new byte[8]);

        var watch = Stopwatch.StartNew();
        stream.Open(1, text.Writer).Failed.ShouldBeFalse();
        stream.Read((int)pipe.SafePipeHandle.DangerousGetHandle(), ring.Reader()).Failed.ShouldBeFalse();
        stream.Begin();
        stream.Run().Failed.ShouldBeFalse();
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
        sink.Unknown.ShouldBe(2ul);
        ring.Consumed.ShouldBe(ring.Produced);
    }

    [Fact]
    public void At_the_end_a_large_ring_is_emptied_too()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var ring = new FakeRing(1 << 20);
        using var text = new MemoryText();
        var sink = NewSink(text);
        using var stream = new EventStream(sink, new LostEvents(true, text.Writer, text.Writer), text.Writer);
        for (int i = 0; i < 60000; i++)
            ring.Put(new byte[8]);
        stream.Open(1, text.Writer).Failed.ShouldBeFalse();
        stream.Read((int)pipe.SafePipeHandle.DangerousGetHandle(), ring.Reader()).Failed.ShouldBeFalse();
        stream.Begin();
        stream.Run().Failed.ShouldBeFalse();
        sink.Unknown.ShouldBe(60000ul);
    }

    [Fact]
    public async Task Samples_that_come_while_it_waits_are_read_when_the_descriptor_says_so()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reading = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        using var ring = new FakeRing(4096);
        using var text = new MemoryText();
        var sink = NewSink(text);
        using var stream = new EventStream(sink, new LostEvents(true, text.Writer, text.Writer), text.Writer);
        stream.Open(1, text.Writer).Failed.ShouldBeFalse();
        stream.Read((int)reading.SafePipeHandle.DangerousGetHandle(), ring.Reader()).Failed.ShouldBeFalse();
        stream.Begin();
        ulong seen = 0;
        var writer = Task.Run(async () =>
        {
            await Task.Delay(200);
            ring.Put(new byte[8]);
            pipe.WriteByte(1);
            await Task.Delay(300);
            seen = sink.Unknown;
        }, TestContext.Current.CancellationToken);

        stream.Run().Failed.ShouldBeFalse();
        await writer;
        seen.ShouldBe(1ul);
    }

    [Fact]
    public async Task It_ends_when_the_reader_of_its_output_goes_away_though_nothing_happens()
    {
        using var events = new AnonymousPipeServerStream(PipeDirection.In);
        (int read, int write) = Pipes.Open();
        using var ring = new FakeRing(4096);
        using var log = new MemoryText();
        byte[] buffer = GC.AllocateArray<byte>(64, pinned: true);
        var output = Pipes.Writer(buffer, write);
        using var stream = new EventStream(NewSink(log), new LostEvents(true, output, log.Writer), output);
        stream.Open(30, log.Writer).Failed.ShouldBeFalse();
        stream.Read((int)events.SafePipeHandle.DangerousGetHandle(), ring.Reader()).Failed.ShouldBeFalse();
        stream.Begin();
        Task<Fault> running = Task.Run(stream.Run, TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        running.IsCompleted.ShouldBeFalse();
        Pipes.Close(read);
        (await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Failed.ShouldBeFalse();
        Pipes.Close(write);
    }

    [Fact]
    public void A_descriptor_that_cant_be_waited_for_is_a_fault()
    {
        using var ring = new FakeRing(4096);
        using var text = new MemoryText();
        using var stream = new EventStream(
            NewSink(text), new LostEvents(false, text.Writer, text.Writer), text.Writer);
        stream.Open(0, text.Writer).Failed.ShouldBeFalse();
        var fault = stream.Read(-1, ring.Reader());
        fault.Code.ShouldBe(FaultCode.EventsUnreadable);
        fault.Errno.ShouldBe(9); // EBADF
    }

    [Theory]
    [InlineData(false, "", "execwatch: 12 events lost\nexecwatch: 1 event lost\n")]
    [InlineData(true, "{\"event\":\"lost\",\"count\":12}\n{\"event\":\"lost\",\"count\":1}\n", "")]
    public unsafe void Lost_events_are_told_once_each(bool json, string output, string errors)
    {
        using var text = new MemoryText();
        using var log = new MemoryText();
        var lost = new LostEvents(json, text.Writer, log.Writer);
        uint count = 0;
        lost.Watch(&count);
        lost.Report();
        count = 12;
        lost.Report();
        lost.Report();
        count = 13;
        lost.Report();
        text.Text.ShouldBe(output);
        log.Text.ShouldBe(errors);
    }

    private static ExecwatchSink NewSink(MemoryText text)
    {
        var sink = new ExecwatchSink();
        sink.Open(text.Writer, text.Writer, json: true, styled: false);
        return sink;
    }
}
