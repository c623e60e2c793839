using Corewright.Loader.Output;

namespace Corewright.Loader;

/// <summary>Why the loader stops: an exit code, the kernel's error number, and one sentence.</summary>
internal sealed class Failure
{
    private readonly Utf8Writer _message;

    /// <summary>No failure yet.</summary>
    /// <param name="message">Holds the sentence; text that doesn't fit is cut off.</param>
    public Failure(Utf8Writer message) => _message = message;

    /// <summary>What to exit with.</summary>
    public ExitCode Code { get; private set; }

    /// <summary>The kernel's error number, positive; 0 where no system call was involved.</summary>
    public int Errno { get; private set; }

    /// <summary>The sentence: what, where, what to do.</summary>
    public System.ReadOnlySpan<byte> Message => _message.Written;

    /// <summary>Whether something has failed.</summary>
    public bool IsSet => Code != ExitCode.Success;

    /// <summary>Says that something has failed, and starts its sentence.</summary>
    /// <param name="code">What to exit with.</param>
    /// <param name="errno">The kernel's error number, or 0.</param>
    /// <returns>Where to write the sentence, without the program's name and a line end.</returns>
    public Utf8Writer Set(ExitCode code, int errno = 0)
    {
        _message.Clear();
        Code = code;
        Errno = errno;
        return _message;
    }

    /// <summary>Continues the sentence.</summary>
    public Utf8Writer Append() => _message;
}
