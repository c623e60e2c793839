using System.Collections.Concurrent;
using Corewright.Build.Progress;

namespace Corewright.Tests.Store;

/// <summary>Keeps what was said.</summary>
internal sealed class SilentLog : IProgressLog
{
    public ConcurrentQueue<string> Warnings { get; } = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    public void Information(string message) => Lines.Enqueue(message);

    public void Warning(string message) => Warnings.Enqueue(message);

    public void Verbose(string message) => Lines.Enqueue(message);

    public IProgressItem Begin(string label, long? total = null, ProgressUnit unit = ProgressUnit.Bytes) => new Item();

    private sealed class Item : IProgressItem
    {
        public void Advance(long amount)
        {
        }

        public void Report(string state)
        {
        }

        public void Dispose()
        {
        }
    }
}
