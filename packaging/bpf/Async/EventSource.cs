using System;
using System.Runtime.CompilerServices;

namespace Corewright.Bpf.Async;

/// <summary>A descriptor in an <see cref="EventLoop"/>: awaiting it lasts until there is something to read. One job awaits it at a time.</summary>
public sealed class EventSource
{
    private readonly EventLoop _loop;
    private Action? _continuation;

    internal EventSource(EventLoop loop, int fd, int index)
    {
        _loop = loop;
        Fd = fd;
        Index = index;
        Watched = true;
    }

    /// <summary>The descriptor.</summary>
    public int Fd { get; }

    internal int Index { get; }

    internal bool Watched { get; set; }

    /// <summary>For <c>await</c>.</summary>
    public EventAwaiter GetAwaiter() => new(this);

    internal void ContinueWith(Action continuation)
    {
        _continuation = continuation;
        if (!Watched)
            Watched = _loop.Watch(this) >= 0;
    }

    internal bool GoOn()
    {
        Action? continuation = _continuation;
        _continuation = null;
        continuation?.Invoke();
        return continuation is not null;
    }
}

/// <summary>Waits for an <see cref="EventSource"/>.</summary>
/// <param name="source">The source.</param>
public readonly struct EventAwaiter(EventSource source) : ICriticalNotifyCompletion
{
    /// <summary>Never: the loop is asked, so that no source keeps the others waiting.</summary>
    public bool IsCompleted => false;

    /// <summary>Ends the wait.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => source.ContinueWith(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => source.ContinueWith(continuation);
}
