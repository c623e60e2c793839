using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>What becomes of output that is not read: <c>execwatch | less</c>, then SIGTERM.</summary>
public sealed class SlowReaderTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = GC.AllocateArray<byte>(64, pinned: true);
    private readonly (int Read, int Write) _output = Pipes.Open();
    private readonly (int Read, int Write) _signals = Pipes.Open();
    private readonly Utf8Writer _writer;

    public SlowReaderTests()
    {
        _writer = Pipes.Writer(_buffer, _output.Write);
        _writer.GiveUpAfter(_signals.Read, -1);
        Pipes.Fill(_output.Write);
    }

    public void Dispose()
    {
        foreach (int end in (int[])[_output.Read, _output.Write, _writer.PipeFd, _signals.Read, _signals.Write])
            Pipes.Close(end);
    }

    [Fact]
    public async Task Nobody_is_waited_for_long_after_a_signal()
    {
        Task writing = Write("an event");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        writing.IsCompleted.ShouldBeFalse();
        var watch = Stopwatch.StartNew();
        Syscall.Write(_signals.Write, "!"u8);
        await writing.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        _writer.Errno.ShouldBe(Errno.TimedOut);

        // Once is enough.
        watch.Restart();
        await Write("another one").WaitAsync(s_limit, TestContext.Current.CancellationToken);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_reader_that_is_only_slow_gets_everything()
    {
        Syscall.Write(_signals.Write, "!"u8);
        Task writing = Write("an event");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        byte[] all = new byte[Pipes.Bytes];
        Syscall.Read(_output.Read, all).ShouldBe(Pipes.Bytes);
        await writing.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        _writer.Errno.ShouldBe(0);
        Syscall.Read(_output.Read, all).ShouldBe(8);
        all.AsSpan(0, 8).SequenceEqual("an event"u8).ShouldBeTrue();
    }

    [Fact]
    public async Task The_time_that_was_asked_for_ends_the_waiting_too()
    {
        (int read, int write) = Pipes.Open();
        _writer.GiveUpAfter(read, _signals.Read);
        Task writing = Write("an event");
        Syscall.Write(_signals.Write, "!"u8);
        await writing.WaitAsync(s_limit, TestContext.Current.CancellationToken);
        _writer.Errno.ShouldBe(Errno.TimedOut);
        Pipes.Close(read);
        Pipes.Close(write);
    }

    [Fact]
    public async Task Who_writes_to_the_same_pipe_still_blocks()
    {
        // The flags of a descriptor are those of all who have it from the same open(2).
        Task<nint> other = Task.Run(() => Syscall.Write(_output.Write, "x"u8), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        other.IsCompleted.ShouldBeFalse();
        Syscall.Read(_output.Read, new byte[Pipes.Bytes]);
        (await other.WaitAsync(s_limit, TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    private Task Write(string text) => Task.Run(
        () => _writer.Text(System.Text.Encoding.UTF8.GetBytes(text)).Flush(), TestContext.Current.CancellationToken);
}
