using System;
using System.Runtime.CompilerServices;

namespace Corewright.Bpf.Async;

/// <summary>
/// The C# compiler's side of a <see cref="Job"/>. A method that never has to wait allocates nothing. The first wait takes an object
/// for the method's state, one that an earlier call is done with if there is one.
/// </summary>
public struct JobBuilder
{
    private Job? _job;

    /// <summary>Called by compiled code.</summary>
    public readonly Job Task => _job ?? Job.Done;

    /// <summary>Called by compiled code.</summary>
    public static JobBuilder Create() => default;

    /// <summary>Called by compiled code: runs the method up to its first wait.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Called by compiled code, but not for builders that keep the state machine themselves.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Called by compiled code at the end of the method.</summary>
    public readonly void SetResult() => _job?.Finish();

    /// <summary>Called by compiled code when the method threw. Nothing throws here but bugs, so the program ends with them.</summary>
    public readonly void SetException(Exception exception) => throw exception;

    /// <summary>Called by compiled code at a wait.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Continuation(ref stateMachine));

    /// <summary>Called by compiled code at a wait.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Continuation(ref stateMachine));

    private Action Continuation<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_job is not null)
            return _job.MoveOn;
        RunningJob<TStateMachine> job = RunningJob<TStateMachine>.Take();
        // Set before the state machine is copied: this builder is a part of it.
        _job = job;
        job.StateMachine = stateMachine;
        return job.MoveOn;
    }
}

/// <summary>An async method that waits: its state, and how to go on.</summary>
internal sealed class RunningJob<TStateMachine> : Job
    where TStateMachine : IAsyncStateMachine
{
    private static RunningJob<TStateMachine>? s_free;

    public TStateMachine StateMachine = default!;
    private RunningJob<TStateMachine>? _next;

    private RunningJob() => MoveOn = MoveNext;

    public static RunningJob<TStateMachine> Take()
    {
        RunningJob<TStateMachine>? job = s_free;
        if (job is null)
            return new RunningJob<TStateMachine>();
        s_free = job._next;
        job._next = null;
        job.IsDone = false;
        return job;
    }

    internal override void Release()
    {
        StateMachine = default!;
        _next = s_free;
        s_free = this;
    }

    private void MoveNext() => StateMachine.MoveNext();
}
