using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Store;

/// <summary>Tells signed text from any other.</summary>
internal interface ISignatureVerifier
{
    /// <summary>The text that a signature covers, and nothing around it.</summary>
    /// <param name="file">A clear-signed file.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">It is not signed with a trusted key, or was changed afterwards.</exception>
    Task<byte[]> VerifyAsync(string file, string where, CancellationToken cancellationToken);
}
