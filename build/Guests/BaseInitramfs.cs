using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Store;

namespace Corewright.Build.Guests;

/// <summary>
/// The part of a guest's initramfs that all jobs of an architecture share: busybox, bpftool with its libraries, and
/// <c>/init</c>. Not compressed: unpacking in an emulated guest costs more than reading.
/// </summary>
internal static class BaseInitramfs
{
    private static readonly string[] s_applets =
    [
        "[", "awk", "base64", "basename", "cat", "chmod", "chown", "cmp", "cp", "cut", "date", "dd", "dirname", "dmesg", "echo", "env",
        "expr", "false", "find", "grep", "head", "hexdump", "id", "kill", "ln", "ls", "mkdir", "mkfifo", "mount", "mv", "nproc", "od",
        "paste", "poweroff", "printf", "ps", "pwd", "readlink", "reboot", "rm", "rmdir", "sed", "seq", "setsid", "sh", "sha256sum",
        "sleep", "sort", "stat", "stty", "su", "sync", "sysctl", "tail", "tee", "test", "timeout", "touch", "tr", "true", "tty",
        "umount", "uname", "uniq", "unshare", "usleep", "wc", "which", "xargs", "xxd", "yes", "zcat",
    ];

    /// <summary>The archive for a guest set; made once and found again by what went into it.</summary>
    /// <param name="set">The set <c>guest-&lt;architecture&gt;</c>, unpacked.</param>
    /// <param name="cache">The cache folder.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The archive's path and its digest.</returns>
    public static async Task<(string Path, string Digest)> PrepareAsync(ToolRoot set, string cache, CancellationToken cancellationToken)
    {
        byte[] init = Script("init");
        string digest = ContentDigest.Of(["base 1", set.Digest, ContentDigest.Of(init), .. s_applets]);
        string path = System.IO.Path.Combine(cache, "guests", $"base-{digest}.cpio");
        if (!await CacheFile.IsIntactAsync(path, cancellationToken))
        {
            using var content = new MemoryStream();
            await Task.Run(() => Write(content, set, init), cancellationToken);
            await CacheFile.WriteAsync(path, content.ToArray(), cancellationToken);
        }
        return (path, digest);
    }

    /// <summary>A file of <c>build/Guests/guest/</c>.</summary>
    public static byte[] Script(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("guest/" + name)
            ?? throw new InvalidOperationException($"no resource guest/{name}");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static void Write(Stream output, ToolRoot set, byte[] init)
    {
        var archive = new CpioWriter(output);
        archive.AddCharacterDevice("/dev/console", 5, 1);
        archive.AddCharacterDevice("/dev/null", 1, 3);
        foreach (string folder in (string[])["/proc", "/sys", "/tmp", "/results", "/job", "/etc", "/boot", "/sbin"])
            archive.AddDirectory(folder);
        archive.AddFile("/init", init, executable: true);
        archive.AddFile("/etc/passwd", "root:x:0:0:root:/:/bin/sh\nguest:x:1000:1000:guest:/:/bin/sh\n"u8, executable: false);
        archive.AddFile("/etc/group", "root:x:0:\nguest:x:1000:\n"u8, executable: false);
        archive.AddFile("/bin/busybox", Read(set, "busybox"), executable: true);
        foreach (string applet in s_applets)
            archive.AddLink("/bin/" + applet, "busybox");

        byte[] bpftool = Read(set, "bpftool");
        archive.AddFile("/bin/bpftool", bpftool, executable: true);
        var waiting = new Queue<(string Name, byte[] Content)>([("bpftool", bpftool)]);
        var seen = new HashSet<string>();
        while (waiting.TryDequeue(out (string Name, byte[] Content) file))
        {
            ElfDependencies elf = ElfDependencies.Read(file.Content, file.Name);
            if (elf.Interpreter is { } interpreter && seen.Add(Path.GetFileName(interpreter)))
                archive.AddFile(interpreter, Read(set, Path.GetFileName(interpreter)), executable: true);
            foreach (string library in elf.Needed.Where(seen.Add))
            {
                byte[] content = Read(set, library);
                archive.AddFile("/lib/" + library, content, executable: true);
                waiting.Enqueue((library, content));
            }
        }
        archive.Finish();
    }

    // A set's own tree decides where Debian put a file (bin or sbin, which library folder); names are unique in it.
    private static byte[] Read(ToolRoot set, string name)
    {
        string[] folders =
        [
            "usr/bin", "usr/sbin", "bin", "sbin", "lib", "lib64", "usr/lib", "usr/lib64",
            .. Directory.Exists(set.File("usr/lib"))
                ? Directory.GetDirectories(set.File("usr/lib"), "*-linux-gnu*").Order().Select(d => "usr/lib/" + Path.GetFileName(d)) : [],
            .. Directory.Exists(set.File("lib"))
                ? Directory.GetDirectories(set.File("lib"), "*-linux-gnu*").Order().Select(d => "lib/" + Path.GetFileName(d)) : [],
        ];
        foreach (string folder in folders)
            if (File.Exists(set.File($"{folder}/{name}")))
                return File.ReadAllBytes(set.File($"{folder}/{name}"));
        throw new BuildException($"the guest's package set holds no '{name}'", set.Path, "add its package to the set in targets/packages.yml");
    }
}
