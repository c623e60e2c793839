using System;
using Cake.Core;

namespace Corewright.Build;

/// <summary>What the user asked for, checked. One value per option; see <see cref="Options"/> for what each means.</summary>
public sealed record BuildSettings(
    bool Offline, bool Locked, bool Force, string Matrix, Shard Shard, string? Mirror, string? MirrorSecurity, string? Keyring, int Jobs, string? Filter,
    bool CacheToo, int Iterations, int Seed, string Toolchain = Options.StoreToolchain, string Linker = Options.OurLinker,
    string? Types = null)
{
    private const int FuzzIterations = 2_000_000, FuzzSeed = 1;

    /// <summary>What holds when nothing is given.</summary>
    public static BuildSettings Default { get; } =
        new(false, false, false, "quick", Shard.Whole, null, null, null, Environment.ProcessorCount, null, false, FuzzIterations, FuzzSeed);

    /// <summary>Reads them all.</summary>
    /// <exception cref="BuildException">A value can't be used, or an option does not exist.</exception>
    public static BuildSettings Read(ICakeContext context)
    {
        Options.RefuseUnknown(context);
        return new BuildSettings(
            Options.Offline.Read(context), Options.Locked.Read(context), Options.Force.Read(context),
            Options.Matrix.Read(context)!,
            Options.Shard.Read(context) is { } shard
                ? Shard.Parse(shard)
                : Shard.FromEnvironment(context.Environment.GetEnvironmentVariable),
            Options.Mirror.Read(context), Options.MirrorSecurity.Read(context), Options.Keyring.Read(context),
            Options.Jobs.Read(context, Environment.ProcessorCount),
            Options.Filter.Read(context), Options.CacheToo.Read(context),
            Options.Iterations.Read(context, FuzzIterations), Options.Seed.Read(context, FuzzSeed),
            ReadToolchain(context), Options.Linker.Read(context)!, Options.Types.Read(context));
    }

    private static string ReadToolchain(ICakeContext context)
    {
        string choice = Options.Toolchain.Read(context)!;
        return choice is Options.StoreToolchain or "rustup" || choice is ['r', 'u', 's', 't', 'u', 'p', ':', _, ..] ? choice
            : throw new BuildException($"'{choice}' is not one of store, rustup, rustup:NAME", "--toolchain");
    }
}
