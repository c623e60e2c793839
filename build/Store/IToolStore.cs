using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Store;

/// <summary>What the other rooms ask the store for.</summary>
public interface IToolStore
{
    /// <summary>
    /// The named package set of <c>targets/packages.yml</c>, verified and unpacked. Fetches what is missing; a second call,
    /// also of another process, finds it done.
    /// </summary>
    /// <exception cref="BuildException">A package can't be had, or does not match its checksum.</exception>
    Task<ToolRoot> OpenAsync(string set, CancellationToken cancellationToken);

    /// <summary>The verified files of a set, as packed (<c>.deb</c>), for sets that are read and not unpacked.</summary>
    Task<string[]> PackagesAsync(string set, CancellationToken cancellationToken);

    /// <summary>
    /// SHA-256 (lower-case hex) over the names and checksums of the packages that a set resolves to, from the lock alone: no
    /// package is fetched, opened or hashed. Equal to <see cref="ToolRoot.Digest"/> of the same set. What is derived from a
    /// set is cached by it, so that a warm build needs neither the packages nor the time to hash them.
    /// </summary>
    Task<string> DigestAsync(string set, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a set's package files from the cache after what is needed was derived from them (a debug package has 800 MB).
    /// A later <see cref="PackagesAsync"/> fetches them again.
    /// </summary>
    Task ForgetAsync(string set, CancellationToken cancellationToken);
}
