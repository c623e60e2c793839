using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Loaders;

/// <summary>Makes payload entries of texts and files.</summary>
internal static class PayloadPieces
{
    /// <summary>A text, as UTF-8 without an end mark.</summary>
    public static PayloadEntry Text(PayloadKind kind, string text) => new(kind, "", Encoding.UTF8.GetBytes(text));

    /// <summary>A file's bytes.</summary>
    public static async Task<PayloadEntry> FileAsync(
        PayloadKind kind, string name, string path, CancellationToken cancellationToken) =>
        new(kind, name, await File.ReadAllBytesAsync(path, cancellationToken));
}
