namespace Corewright.Build.Ebpf.Linking;

/// <summary>The linker was started with a command line that it does not understand.</summary>
/// <param name="message">What is wrong with it.</param>
internal sealed class LinkerUsageException(string message) : BuildException(message);
