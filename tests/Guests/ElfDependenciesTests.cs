using System;
using System.IO;
using Corewright.Build;
using Corewright.Build.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

public class ElfDependenciesTests
{
    [Fact]
    public void The_host_s_shell_names_its_interpreter_and_the_c_library()
    {
        ElfDependencies shell = ElfDependencies.Read(File.ReadAllBytes("/bin/sh"), "sh");
        shell.Interpreter.ShouldNotBeNull().ShouldStartWith("/lib");
        shell.Needed.ShouldContain("libc.so.6");
    }

    [Fact]
    public void A_name_without_an_end_is_refused()
    {
        byte[] file = new byte[4096];
        Array.Fill(file, (byte)'x', 120, 3900);
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]).CopyTo(file);
        // One program header at 64: PT_INTERP at 120.
        (file[0x20], file[0x38], file[64], file[64 + 8]) = (64, 1, 3, 120);

        Should.Throw<BuildException>(() => ElfDependencies.Read(file, "long")).Message.ShouldContain("does not end");
        file[120 + 255] = 0;
        ElfDependencies.Read(file, "short").Interpreter.ShouldNotBeNull().Length.ShouldBe(255);
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_or_refused_with_its_place()
    {
        byte[] whole = File.ReadAllBytes("/bin/sh");
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] broken = whole[..random.Next(whole.Length)];
            for (int j = 0; j < 8 && broken.Length > 0; j++)
                broken[random.Next(Math.Min(broken.Length, 1024))] = (byte)random.Next(256);
            try
            {
                ElfDependencies.Read(broken, "broken");
            }
            catch (BuildException e)
            {
                e.Where.ShouldBe("broken");
            }
        }
    }
}
