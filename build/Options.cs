using System;
using System.Collections.Generic;
using System.Linq;
using Cake.Core;

namespace Corewright.Build;

/// <summary>Every option of the command line that is ours, in the order in which the help lists them.</summary>
public static class Options
{
    /// <summary>No network.</summary>
    public static Switch Offline { get; } = new("offline", "Use only what the cache holds, and fail where it does not suffice");

    /// <summary>No resolving anew.</summary>
    public static Switch Locked { get; } = new("locked", "Fail where the mirror no longer has a pinned version, instead of resolving it anew");

    /// <summary>No cached verdicts.</summary>
    public static Switch Force { get; } = new("force", "Run every guest again, even where nothing changed since its last verdict");

    /// <summary>Which kernels.</summary>
    public static TextOption Matrix { get; } = new("matrix", "NAME", "Take the kernels of targets/matrices/NAME.yml, or by id: x86_64-5.10,armv7-7.2", "quick");

    /// <summary>Which part of the matrix.</summary>
    public static TextOption Shard { get; } = new("shard", "I/N", "Run only part I of N of the matrix (from 1; read from the CI's own variables where it sets them)");

    /// <summary>Where packages come from.</summary>
    public static TextOption Mirror { get; } = new("mirror", "URL", "Fetch packages from this mirror instead of the one that apt is set up with");

    /// <summary>Where security updates come from.</summary>
    public static TextOption MirrorSecurity { get; } = new("mirror-security", "URL", "Fetch security updates from this mirror");

    /// <summary>Whose signatures are trusted.</summary>
    public static TextOption Keyring { get; } = new("keyring", "FILE", "Trust the archive's keys in this file instead of those that Debian's keyring package installs");

    /// <summary>Where fetched files are kept.</summary>
    public static TextOption Cache { get; } = new("cache", "FOLDER", "Keep fetched and verified files here instead of in the user's cache folder");

    /// <summary>The value of <see cref="Toolchain"/> that needs nothing of this machine's.</summary>
    public const string StoreToolchain = "store";

    /// <summary>The value of <see cref="Linker"/> that is our own.</summary>
    public const string OurLinker = "corewright";

    /// <summary>Whose Rust compiler.</summary>
    public static TextOption Toolchain { get; } = new(
        "toolchain", "WHICH", "Compile Rust with: store (the default), rustup (your own toolchain), or rustup:NAME, such as rustup:nightly", StoreToolchain);

    /// <summary>Whose linker.</summary>
    public static TextOption Linker { get; } = new(
        "linker", "WHICH", "Link BPF programs with: corewright (the default), or the bpf-linker that is on PATH", OurLinker, OurLinker, "bpf-linker");

    /// <summary>How much at once.</summary>
    public static NumberOption Jobs { get; } = new("jobs", "N", "Run at most N processes or guests at once (default: the number of processors)", 1, 1024);

    /// <summary>Which tests.</summary>
    public static TextOption Filter { get; } = new(
        "filter", "PATTERN", "Test: run only test classes whose full name matches, such as *Store*; Bench: only such measurements, as comparison");

    /// <summary>How much fuzzing.</summary>
    public static NumberOption Iterations { get; } = new("iterations", "N", "Fuzz: give the readers N mutated inputs in all (default: 2000000)", 1, int.MaxValue);

    /// <summary>Which fuzzing.</summary>
    public static NumberOption Seed { get; } = new("seed", "N", "Fuzz: decides all inputs; the same seed gives the same ones (default: 1)", 0, int.MaxValue);

    /// <summary>Also the cache.</summary>
    public static Switch CacheToo { get; } = new("cache-too", "Clean: remove the cache as well; the next build fetches everything again");

    /// <summary>Whose addresses.</summary>
    public static TextOption Loader { get; } = new("loader", "NAME", "Resolve: the loader that stopped, such as execwatch-x86_64");

    /// <summary>Which addresses.</summary>
    public static TextOption Fault { get; } = new("fault", "LINE", "Resolve: the line that it printed");

    /// <summary>What a new program is called.</summary>
    public static TextOption Name { get; } = new("name", "NAME", "New: the program's name, such as openwatch");

    /// <summary>What a new program is attached to.</summary>
    public static TextOption Kind { get; } = new("kind", "KIND", "New: what it is attached to: tracepoint, kprobe, xdp and others");

    /// <summary>Which kernel types.</summary>
    public static TextOption Types { get; } = new(
        "types", "LIST", "Bindings: declare these types, such as task_struct{pid,tgid},sock, in artifacts/bindings/kernel.rs");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } =
    [
        Offline, Locked, Force, Matrix, Shard, Mirror, MirrorSecurity, Keyring, Cache, Toolchain, Linker, Jobs, Filter, Iterations, Seed,
        CacheToo, Loader, Fault, Name, Kind, Types,
    ];

    /// <summary>Refuses arguments that nothing reads, so that a misspelt one is not silently without effect.</summary>
    /// <exception cref="BuildException">Names the argument and the closest option.</exception>
    public static void RefuseUnknown(ICakeContext context)
    {
        foreach (string name in context.Arguments.GetArguments().Keys)
        {
            // A key with an underscore is one of Cake's own settings, such as --settings_showprocesscommandline.
            bool isKnown = name.Equals("target", StringComparison.OrdinalIgnoreCase) || name.Contains('_')
                || All.Any(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
            {
                string closest = All.Select(o => o.Name).MinBy(o => EditDistance.Between(o, name.ToLowerInvariant()))!;
                throw new BuildException("there is no such option", $"--{name}", $"did you mean --{closest}? ./build.sh --help lists them all");
            }
        }
    }
}
