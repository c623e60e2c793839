namespace Corewright.Loader.Profile;

/// <summary>Something with code in it: a file, or what the kernel has mapped under a name in brackets.</summary>
internal struct Module
{
    /// <summary>The number of what is known of no module.</summary>
    public const int Unknown = 0;

    /// <summary>The number of the kernel, with its own modules.</summary>
    public const int Kernel = 1;

    /// <summary>The first of user space.</summary>
    public const int FirstOfUsers = 2;

    /// <summary>As /proc/PID/maps says it.</summary>
    public Text Path;

    /// <summary>The file's number; 0 for what is no file.</summary>
    public ulong Inode;

    /// <summary>A process that has it, under whose root the path is.</summary>
    public uint Process;
}
