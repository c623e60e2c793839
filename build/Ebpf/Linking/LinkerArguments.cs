using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>The command line that rustc gives its BPF linker, as far as it says anything to us.</summary>
/// <param name="Module">The one module of bitcode: rustc ran fat LTO.</param>
/// <param name="Output">Where the object goes.</param>
/// <param name="Cpu">LLVM's name of the instruction set version.</param>
internal sealed record LinkerArguments(string Module, string Output, string Cpu)
{
    /// <summary>Reads the command line.</summary>
    /// <exception cref="LinkerUsageException">It is not one that we can do what it says.</exception>
    public static LinkerArguments Parse(IReadOnlyList<string> arguments)
    {
        var modules = new List<string>();
        string? output = null;
        string cpu = "v3";
        for (int i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "-o":
                    output = Value(arguments, ref i);
                    break;
                case "--cpu":
                    cpu = Value(arguments, ref i);
                    break;
                // The exported symbols: rustc made all others internal before it handed over the module. Library folders:
                // the module has everything in it.
                case "--export-symbols" or "-L":
                    Value(arguments, ref i);
                    break;
                case "--debug":
                    break;
                case ['-', 'O', ..]:
                    break;
                case ['-', ..]:
                    throw new LinkerUsageException($"corewright link: unknown option '{arguments[i]}'");
                default:
                    modules.Add(arguments[i]);
                    break;
            }
        }

        if (output is null)
            throw new LinkerUsageException("corewright link: no output; -o FILE is missing");
        if (modules.Count != 1)
        {
            throw new LinkerUsageException(
                $"corewright link: {modules.Count} input files, expected one module; "
                + "the profile needs lto = \"fat\" and codegen-units = 1");
        }

        return new LinkerArguments(modules[0], output, cpu);
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i)
    {
        if (i + 1 == arguments.Count)
            throw new LinkerUsageException($"corewright link: '{arguments[i]}' needs a value");
        return arguments[++i];
    }
}
