// modinfo(8): a module's section .modinfo holds strings NAME=VALUE, each ended by a zero; "depends" names modules, by commas.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Kernels;

/// <summary>Takes modules out of a kernel's packages, with those that they depend on.</summary>
/// <param name="store">Where packages come from.</param>
/// <param name="paths">The cache.</param>
public sealed class KernelModules(IToolStore store, BuildPaths paths)
{
    private const string Format = "modules 1";
    private const int MaximumBytes = 64 << 20;
    private static readonly string[] s_endings = [".ko", ".ko.xz", ".ko.zst", ".ko.gz"];

    /// <summary>Finds modules. What is asked for is kept in the cache, so that the packages are read once.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="names">Such as <c>veth</c>; one that the packages don't hold is left out: it may be built in.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>In an order in which they can be loaded.</returns>
    /// <exception cref="BuildException">A package or a module in it is damaged.</exception>
    public async Task<IReadOnlyList<KernelModule>> ReadAsync(Kernel kernel, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
            return [];
        string[] wanted = [.. names.Select(Normal).Distinct().Order(StringComparer.Ordinal)];
        string digest = ContentDigest.Of([Format, await store.DigestAsync(kernel.ModuleSet, cancellationToken), .. wanted]);
        string folder = Path.Combine(paths.Cache, "kernels", "modules", digest);
        string list = Path.Combine(folder, "list");
        if (!await CacheFile.IsIntactAsync(list, cancellationToken))
        {
            string[] packages = await store.PackagesAsync(kernel.ModuleSet, cancellationToken);
            var found = await Task.Run(() => Resolve(packages, wanted, cancellationToken), cancellationToken);
            foreach (KernelModule module in found)
                await CacheFile.WriteAsync(Path.Combine(folder, module.Name + ".ko"), module.Content, cancellationToken);
            await CacheFile.WriteAsync(list, Encoding.UTF8.GetBytes(string.Join('\n', found.Select(m => m.Name))), cancellationToken);
        }
        var modules = new List<KernelModule>();
        foreach (string name in (await File.ReadAllTextAsync(list, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            modules.Add(new KernelModule(name, await File.ReadAllBytesAsync(Path.Combine(folder, name + ".ko"), cancellationToken)));
        return modules;
    }

    /// <summary>The modules that a module depends on.</summary>
    internal static IReadOnlyList<string> Dependencies(ReadOnlySpan<byte> module)
    {
        ReadOnlySpan<byte> key = "\0depends="u8;
        int at = module.IndexOf(key);
        if (at < 0)
            return [];
        ReadOnlySpan<byte> value = module[(at + key.Length)..];
        int end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]).Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<KernelModule> Resolve(string[] packages, string[] wanted, CancellationToken cancellationToken)
    {
        Dictionary<string, (string Path, byte[] Packed)> all = ReadAll(packages, cancellationToken);
        var order = new List<KernelModule>();
        var visited = new HashSet<string>();
        foreach (string name in wanted)
            Visit(name);
        return order;

        void Visit(string name)
        {
            if (!visited.Add(name) || !all.TryGetValue(name, out var file))
                return;
            byte[] module = Unpack(file.Path, file.Packed);
            foreach (string dependency in Dependencies(module))
                Visit(Normal(dependency));
            order.Add(new KernelModule(name, module));
        }
    }

    private static Dictionary<string, (string Path, byte[] Packed)> ReadAll(string[] packages, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, (string, byte[])>(StringComparer.Ordinal);
        foreach (PackageEntry entry in packages.SelectMany(DebianPackage.ReadEntries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string file = Path.GetFileName(entry.Path);
            if (entry.Kind != EntryKind.File || s_endings.FirstOrDefault(e => file.EndsWith(e, StringComparison.Ordinal)) is not { } ending)
                continue;
            if (entry.Size is 0 or > MaximumBytes)
                throw new BuildException($"'{entry.Path}' has {entry.Size} bytes", string.Join(", ", packages.Select(Path.GetFileName)));
            var content = new byte[entry.Size];
            entry.Content.ReadExactly(content);
            all[Normal(file[..^ending.Length])] = (entry.Path, content);
        }
        return all;
    }

    private static byte[] Unpack(string path, byte[] packed)
    {
        try
        {
            return path.EndsWith(".ko", StringComparison.Ordinal) ? packed : Decompression.Decode(packed);
        }
        catch (InvalidDataException e)
        {
            throw new BuildException(e.Message, path, cause: e);
        }
    }

    // Names in files may have hyphens; the kernel's never do.
    private static string Normal(string name) => name.Replace('-', '_');
}
