using System;
using System.Runtime.CompilerServices;

namespace Corewright.Bpf.Async;

/// <summary>
/// What an async method returns here: work that goes on whenever what it awaits is there, on one thread. Await a job once; the
/// object is used again for the next call of the same method, so that calls in a steady state allocate nothing.
/// </summary>
[AsyncMethodBuilder(typeof(JobBuilder))]
public abstract class Job
{
    private Action? _continuation;

    /// <summary>A job that is done.</summary>
    public static Job Done { get; } = new DoneJob();

    /// <summary>Whether the method has come to its end.</summary>
    public bool IsDone { get; private protected set; }

    /// <summary>Goes on with the method; only jobs that wait have it.</summary>
    internal Action MoveOn { get; private protected init; } = null!;

    /// <summary>For <c>await</c>.</summary>
    public JobAwaiter GetAwaiter() => new(this);

    /// <summary>What is to run once it is done.</summary>
    internal void ContinueWith(Action continuation) => _continuation = continuation;

    /// <summary>Whoever awaited it has seen that it is done.</summary>
    internal abstract void Release();

    /// <summary>The method has come to its end.</summary>
    internal void Finish()
    {
        IsDone = true;
        Action? continuation = _continuation;
        _continuation = null;
        continuation?.Invoke();
    }

    private sealed class DoneJob : Job
    {
        public DoneJob() => IsDone = true;

        internal override void Release()
        {
        }
    }
}

/// <summary>Waits for a <see cref="Job"/>.</summary>
/// <param name="job">The job.</param>
public readonly struct JobAwaiter(Job job) : ICriticalNotifyCompletion
{
    /// <summary>Whether there is nothing to wait for.</summary>
    public bool IsCompleted => job.IsDone;

    /// <summary>Ends the wait.</summary>
    public void GetResult() => job.Release();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => job.ContinueWith(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => job.ContinueWith(continuation);
}
