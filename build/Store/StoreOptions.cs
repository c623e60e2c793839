namespace Corewright.Build.Store;

/// <summary>How the store behaves.</summary>
/// <param name="Offline">Nothing is fetched; what the cache lacks is an error.</param>
/// <param name="Locked">A package that the lock can't provide is an error, and is not resolved anew.</param>
/// <param name="Mirror">The archive's address, such as <c>http://mirror.example/debian</c>; null asks apt's configuration.</param>
/// <param name="SecurityMirror">The security archive's; null asks apt's configuration.</param>
/// <param name="Keyring">The archive's keys; null takes the one that Debian's keyring package installs.</param>
/// <param name="AptFolder">Where apt keeps its configuration.</param>
/// <param name="Connections">How many files are fetched at a time.</param>
public sealed record StoreOptions(
    bool Offline = false,
    bool Locked = false,
    string? Mirror = null,
    string? SecurityMirror = null,
    string? Keyring = null,
    string AptFolder = "/etc/apt",
    int Connections = 4);
