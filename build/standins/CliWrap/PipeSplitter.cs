using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipelines;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace CliWrap;

/// <summary>Hands one stream to several targets; the slowest sets the pace.</summary>
internal static class PipeSplitter
{
    private const int BufferBytes = 64 * 1024;

    public static async Task CopyAsync(Stream source, IReadOnlyList<PipeTarget> targets, CancellationToken cancellationToken)
    {
        Pipe[] pipes = [.. targets.Select(_ => new Pipe())];
        Task[] copies = [.. targets.Select((target, i) => ReadAsync(target, pipes[i].Reader, cancellationToken))];
        byte[] buffer = new byte[BufferBytes];
        try
        {
            for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                foreach (var pipe in pipes)
                    await pipe.Writer.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var pipe in pipes)
                await pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(copies).ConfigureAwait(false);
    }

    private static async Task ReadAsync(PipeTarget target, PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await target.CopyFromAsync(reader.AsStream(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // A target that gave up must not hold up the others.
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }
}
