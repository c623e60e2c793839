// What the C# compiler turns async methods and await into: a state machine, moved on by its builder. ILC's contract: none. The
// builder and what is awaited are packaging/bpf/Async, the same for .NET.

namespace System.Runtime.CompilerServices
{
    public interface IAsyncStateMachine
    {
        void MoveNext();

        void SetStateMachine(IAsyncStateMachine stateMachine);
    }

    public interface INotifyCompletion
    {
        void OnCompleted(Action continuation);
    }

    public interface ICriticalNotifyCompletion : INotifyCompletion
    {
        void UnsafeOnCompleted(Action continuation);
    }

    public sealed class AsyncMethodBuilderAttribute : Attribute
    {
        public AsyncMethodBuilderAttribute(Type builderType)
        {
        }
    }

    public sealed class AsyncStateMachineAttribute : Attribute
    {
        public AsyncStateMachineAttribute(Type stateMachineType)
        {
        }
    }
}

namespace System.Diagnostics
{
    public sealed class DebuggerStepThroughAttribute : Attribute;

    public sealed class DebuggerHiddenAttribute : Attribute;
}
