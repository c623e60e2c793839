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
}
