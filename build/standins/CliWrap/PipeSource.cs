using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace CliWrap;

public abstract class PipeSource
{
    public static PipeSource Null { get; } = Create((_, _) => Task.CompletedTask);

    public abstract Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default);

    public static PipeSource Create(Func<Stream, CancellationToken, Task> copyAsync) => new Delegated(copyAsync);

    public static PipeSource FromStream(Stream stream) => Create((pipe, end) => stream.CopyToAsync(pipe, end));

    public static PipeSource FromFile(string filePath) => Create(async (pipe, end) =>
    {
        await using var file = File.OpenRead(filePath);
        await file.CopyToAsync(pipe, end).ConfigureAwait(false);
    });

    public static PipeSource FromBytes(ReadOnlyMemory<byte> data) => Create((pipe, end) => pipe.WriteAsync(data, end).AsTask());

    public static PipeSource FromBytes(byte[] data) => FromBytes((ReadOnlyMemory<byte>)data);

    public static PipeSource FromString(string str, Encoding encoding) => FromBytes(encoding.GetBytes(str));

    public static PipeSource FromString(string str) => FromString(str, Encoding.Default);

    private sealed class Delegated(Func<Stream, CancellationToken, Task> copyAsync) : PipeSource
    {
        public override Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default) =>
            copyAsync(destination, cancellationToken);
    }
}
