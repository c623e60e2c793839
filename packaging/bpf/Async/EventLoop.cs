// epoll(7), level-triggered: what is left unread makes the next wait return at once.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Async;

/// <summary>Lets the jobs of one thread go on when the descriptors that they wait for have something to read.</summary>
public sealed unsafe class EventLoop : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int AddDescriptor = 1;
    private const int RemoveDescriptor = 2;
    private const uint Readable = 1;
    private const int MostEvents = 16;
    private const int Forever = -1;
    private const int SignalSetBytes = 8;

    private Slot[] _sources = new Slot[4];
    private int _count;
    private int _epoll = -1;
    private bool _stopped;

    /// <summary>Sets the loop up.</summary>
    /// <returns>0 or a negated errno.</returns>
    public int Open()
    {
        _epoll = (int)Syscall.Invoke(SyscallNumber.EpollCreate1, CloseOnExec);
        return Math.Min(_epoll, 0);
    }

    /// <summary>Makes a descriptor something to wait for. Allocates, so do it before memory is frozen.</summary>
    /// <param name="fd">The descriptor, which stays the caller's.</param>
    /// <param name="source">What to await.</param>
    /// <returns>0 or a negated errno, such as EPERM for a file that can always be read.</returns>
    public int Add(int fd, out EventSource source)
    {
        if (_count == _sources.Length)
        {
            Slot[] more = new Slot[2 * _count];
            for (int i = 0; i < _count; i++)
                more[i] = _sources[i];
            _sources = more;
        }
        source = new EventSource(this, fd, _count);
        _sources[_count++].Source = source;
        return Watch(source);
    }

    /// <summary>Waits, and lets jobs go on, until one of them calls <see cref="Stop"/>.</summary>
    /// <returns>0 or a negated errno.</returns>
    public int Run()
    {
        byte* buffer = stackalloc byte[MostEvents * EpollEvent.MaxSize];
        while (!_stopped)
        {
            int count = (int)Syscall.Invoke(SyscallNumber.EpollPwait, _epoll, (nint)buffer, MostEvents, Forever, 0, SignalSetBytes);
            if (count < 0 && count != -Errno.Interrupted)
                return count;
            for (int i = 0; i < count && !_stopped; i++)
            {
                var one = new ReadOnlySpan<byte>(buffer + (i * EpollEvent.Size), EpollEvent.Size);
                EventSource source = _sources[(int)EpollEvent.ReadData(one)].Source;
                if (!source.GoOn())
                    Forget(source);
            }
        }
        return 0;
    }

    /// <summary>Has <see cref="Run"/> return.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Closes the loop; the descriptors in it stay open.</summary>
    public void Dispose()
    {
        if (_epoll >= 0)
            Syscall.Close(_epoll);
        _epoll = -1;
    }

    internal int Watch(EventSource source)
    {
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(new Span<byte>(buffer, EpollEvent.MaxSize), Readable, (ulong)source.Index);
        return (int)Syscall.Invoke(SyscallNumber.EpollCtl, _epoll, AddDescriptor, source.Fd, (nint)buffer);
    }

    // Something came that nobody waits for: it would come again and again.
    private void Forget(EventSource source)
    {
        Syscall.Invoke(SyscallNumber.EpollCtl, _epoll, RemoveDescriptor, source.Fd);
        source.Watched = false;
    }

    // So that an element is stored without a look at the array's type.
    private struct Slot
    {
        public EventSource Source;
    }
}
