using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace CliWrap;

public abstract class PipeTarget
{
    private const int BufferBytes = 64 * 1024;

    public static PipeTarget Null { get; } = Create((pipe, end) => pipe.CopyToAsync(Stream.Null, end));

    public abstract Task CopyFromAsync(Stream source, CancellationToken cancellationToken = default);

    public static PipeTarget Create(Func<Stream, CancellationToken, Task> copyAsync) => new Delegated(copyAsync);

    public static PipeTarget ToStream(Stream stream) => Create(async (pipe, end) =>
    {
        byte[] buffer = new byte[BufferBytes];
        for (int read; (read = await pipe.ReadAsync(buffer, end).ConfigureAwait(false)) > 0;)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), end).ConfigureAwait(false);
            await stream.FlushAsync(end).ConfigureAwait(false);
        }
    });

    public static PipeTarget ToFile(string filePath) => Create(async (pipe, end) =>
    {
        await using var file = File.Create(filePath);
        await pipe.CopyToAsync(file, end).ConfigureAwait(false);
    });

    public static PipeTarget ToStringBuilder(StringBuilder stringBuilder) => ToStringBuilder(stringBuilder, Encoding.Default);

    public static PipeTarget ToStringBuilder(StringBuilder stringBuilder, Encoding encoding) => Create(async (pipe, end) =>
    {
        using var reader = new StreamReader(pipe, encoding, false, BufferBytes, leaveOpen: true);
        char[] buffer = new char[BufferBytes];
        for (int read; (read = await reader.ReadAsync(buffer, end).ConfigureAwait(false)) > 0;)
            stringBuilder.Append(buffer, 0, read);
    });

    public static PipeTarget ToDelegate(Action<string> handleLine) => ToDelegate((line, _) =>
    {
        handleLine(line);
        return Task.CompletedTask;
    });

    public static PipeTarget ToDelegate(Func<string, Task> handleLineAsync) => ToDelegate((line, _) => handleLineAsync(line));

    public static PipeTarget ToDelegate(Func<string, CancellationToken, Task> handleLineAsync) => Create(async (pipe, end) =>
    {
        using var reader = new StreamReader(pipe, Encoding.Default, false, BufferBytes, leaveOpen: true);
        while (await reader.ReadLineAsync(end).ConfigureAwait(false) is { } line)
            await handleLineAsync(line, end).ConfigureAwait(false);
    });

    public static PipeTarget Merge(params PipeTarget[] targets) => Merge((IEnumerable<PipeTarget>)targets);

    public static PipeTarget Merge(IEnumerable<PipeTarget> targets)
    {
        var wanted = new List<PipeTarget>();
        foreach (var target in targets)
        {
            if (target != Null)
                wanted.Add(target);
        }

        return wanted.Count switch
        {
            0 => Null,
            1 => wanted[0],
            _ => Create((pipe, end) => PipeSplitter.CopyAsync(pipe, wanted, end)),
        };
    }

    private sealed class Delegated(Func<Stream, CancellationToken, Task> copyAsync) : PipeTarget
    {
        public override Task CopyFromAsync(Stream source, CancellationToken cancellationToken = default) =>
            copyAsync(source, cancellationToken);
    }
}
