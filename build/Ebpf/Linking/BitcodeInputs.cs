// What rustc and clang hand to a linker: LLVM bitcode (magic 'BC' C0 DE, or the wrapper 0B17C0DE), LLVM IR as text, ELF objects with
// bitcode in a section .llvmbc, and ar archives of these (.rlib, .a).
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf.Elf;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>Finds the LLVM modules in the linker's inputs.</summary>
/// <param name="folder">Where modules go that have to be taken out of an archive or object.</param>
/// <param name="log">Told what is used and what isn't.</param>
internal sealed class BitcodeInputs(string folder, LinkLog log)
{
    // The core library has some hundred modules.
    private const int MostMembers = 100_000;

    private readonly List<LlvmModule> _modules = [];

    /// <summary>All modules, in the order of the inputs.</summary>
    /// <exception cref="BuildException">An input can't be read or is of no kind that is known, or there is no module at all.</exception>
    public async Task<IReadOnlyList<LlvmModule>> FindAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        foreach (string input in inputs)
            await AddAsync(input, await ReadAsync(input, cancellationToken), cancellationToken);
        return _modules.Count > 0 ? _modules : throw new BuildException(
            "none of the inputs has LLVM bitcode", string.Join(", ", inputs),
            "compile for bpfel-unknown-none, or with embedded bitcode");
    }

    private static async Task<byte[]> ReadAsync(string input, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(input, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"it can't be read: {e.Message}", input, cause: e);
        }
    }

    private async Task AddAsync(string path, byte[] file, CancellationToken cancellationToken)
    {
        if (file.AsSpan().StartsWith("!<arch>\n"u8))
        {
            using var archive = new MemoryStream(file, writable: false);
            foreach (ArMember member in ArArchive.Members(archive, path, MostMembers))
            {
                byte[] bytes = file.AsSpan((int)member.Offset, (int)member.Size).ToArray();
                string name = $"{path}({member.Name})";
                // Its index, its table of names, and Rust's metadata are members, too.
                if (Module(bytes, name) is { } module)
                    await ExtractAsync(module, name, cancellationToken);
                else
                    log.Write(LinkLogLevel.Debug, $"{name}: no bitcode, left out");
            }

            return;
        }

        if (file.AsSpan().StartsWith("!<thin>\n"u8))
            throw new BuildException("a thin archive only says where its members are", path, "give the members themselves");
        if (IsBitcode(file) || IsText(file))
        {
            log.Write(LinkLogLevel.Information, $"{path}: a module");
            _modules.Add(new LlvmModule(path, path));
        }
        else if (Module(file, path) is { } embedded)
            await ExtractAsync(embedded, path, cancellationToken);
        else if (file.AsSpan().StartsWith("\u007fELF"u8))
            log.Write(LinkLogLevel.Warning, $"{path}: no bitcode in it, left out");
        else
            throw new BuildException("neither LLVM bitcode, LLVM IR, an object with bitcode, nor an archive of these", path, "compile for bpfel-unknown-none");
    }

    private async Task ExtractAsync(byte[] module, string name, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, $"input-{_modules.Count}.bc");
        await File.WriteAllBytesAsync(file, module, cancellationToken);
        log.Write(LinkLogLevel.Information, $"{name}: a module");
        _modules.Add(new LlvmModule(file, name));
    }

    /// <summary>The module that a file is or has in it, or null.</summary>
    private static byte[]? Module(byte[] file, string where)
    {
        if (IsBitcode(file))
            return file;
        if (!file.AsSpan().StartsWith("\u007fELF"u8))
            return null;
        Faults.ThrowIf(ElfReader.Open(file, out ElfReader elf), where);
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection section = elf.Section(i);
            if (section.Type == ElfSectionType.ProgBits && elf.Name(section).SequenceEqual(".llvmbc"u8))
                return elf.Data(section).ToArray();
        }

        return null;
    }

    private static bool IsBitcode(ReadOnlySpan<byte> file) =>
        file.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(file) is 0xdec04342 or 0x0b17c0de;

    private static bool IsText(ReadOnlySpan<byte> file)
    {
        string start = Encoding.Latin1.GetString(file[..Math.Min(file.Length, 64)]);
        foreach (string first in (string[])["; ModuleID", "source_filename", "target datalayout", "target triple", "define ", "!llvm"])
        {
            if (start.StartsWith(first, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
