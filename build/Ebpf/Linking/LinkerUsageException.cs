namespace Corewright.Build.Ebpf.Linking;

/// <summary>The linker was started with a command line that it does not understand.</summary>
/// <param name="message">What is wrong with it.</param>
internal sealed class LinkerUsageException(string message) : BuildException(message)
{
    /// <summary>An option has a value that it can't have.</summary>
    public static LinkerUsageException Value(string option, string value, string allowed) =>
        new($"{option}: '{value}' is not one of {allowed}");
}
