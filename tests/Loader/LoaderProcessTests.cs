using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Loader;
using Corewright.Tests.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>The whole program as a process, as far as it goes without asking the kernel for anything.</summary>
public sealed class LoaderProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loader-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Info_says_what_is_inside()
    {
        var (code, output, error) = await RunAsync(Payload(), "info", "--json");
        (code, error).ShouldBe((0, ""));
        JsonElement info = JsonDocument.Parse(output).RootElement;
        info.GetProperty("loader").GetString().ShouldBe("execwatch");
        info.GetProperty("version").GetString().ShouldBe("1.2.3");
        info.GetProperty("build_id").GetString().ShouldBe("c0ffee");
        info.GetProperty("programs").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldBe(["on_exec"]);
        info.GetProperty("maps").EnumerateArray().Select(m => m.GetProperty("name").GetString())
            .ShouldBe(["EVENTS", ".rodata", ".bss"]);
        info.GetProperty("sections").EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldContain("license");
        info.GetProperty("btf").EnumerateArray().Select(b => b.GetString()).ShouldBe(["6.12.1-board"]);

        (code, output, _) = await RunAsync(Payload(), "info");
        code.ShouldBe(0);
        output.ShouldStartWith("execwatch 1.2.3\nbuild c0ffee\n");
        output.ShouldContain("6.12.1-board");
    }

    [Fact]
    public async Task A_misspelt_command_is_named()
    {
        var (code, output, error) = await RunAsync(null, "chekc");
        (code, output, error).ShouldBe((2, "", "execwatch: chekc: no such option or command; see execwatch --help\n"));
    }

    [Fact]
    public async Task Without_a_payload_it_says_so()
    {
        var (code, _, error) = await RunAsync([], "info");
        (code, error).ShouldBe((9, "execwatch: the payload is missing or damaged; install the loader again\n"));
    }

    [Fact]
    public async Task A_damaged_object_is_a_line_on_standard_error_and_a_report()
    {
        byte[] payload = TestPayload.Build((PayloadKind.Object, "execwatch", Encoding.ASCII.GetBytes("no ELF at all")));
        var (code, output, error) = await RunAsync(payload, "check", "--json");
        code.ShouldBe(9);
        error.ShouldBe("execwatch: the object is damaged: not an ELF file (fault 201 at 0); install the loader again\n");
        JsonElement report = JsonDocument.Parse(output).RootElement;
        report.GetProperty("result").GetString().ShouldBe("failed");
        report.GetProperty("exit").GetInt32().ShouldBe(9);
        report.GetProperty("error").GetProperty("code").GetString().ShouldBe("damaged-object");
        report.GetProperty("programs").GetArrayLength().ShouldBe(0);
        report.GetProperty("relocations").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Btf_that_cant_be_read_is_named()
    {
        string missing = Path.Combine(_folder, "a \"quoted\" name");
        var (code, output, error) = await RunAsync(Payload(), "check", "--json", "--btf", missing);
        code.ShouldBe(4);
        error.ShouldBe($"execwatch: the BTF file {missing} can't be read: ENOENT\n");
        JsonElement report = JsonDocument.Parse(output).RootElement;
        report.GetProperty("error").GetProperty("errno").GetInt32().ShouldBe(2);
        report.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(missing);
    }

    [Fact]
    public async Task Nothing_in_a_message_moves_the_terminals_cursor()
    {
        var (_, _, error) = await RunAsync(Payload(), "check", "--btf", "/no/\u001b[31mfile");
        error.ShouldBe("execwatch: the BTF file /no/\\x1b[31mfile can't be read: ENOENT\n");
    }

    [Fact]
    public async Task Btf_that_is_none_is_named()
    {
        string file = Path.Combine(_folder, "bad.btf");
        await File.WriteAllTextAsync(file, "not BTF", TestContext.Current.CancellationToken);
        var (code, _, error) = await RunAsync(Payload(), "--btf=" + file);
        code.ShouldBe(9);
        error.ShouldBe($"execwatch: the BTF in {file} is damaged: not BTF; give another one with --btf FILE\n");
    }

    private static byte[] Payload()
    {
        var source = new LoaderObject();
        source.RingBuffer("EVENTS", 4096);
        source.Return(LoaderObject.Code).Function("on_exec", LoaderObject.Code, 0, 2);
        return TestPayload.Build(
            (PayloadKind.Object, "execwatch", source.Build()),
            (PayloadKind.Btf, "6.12.1-board", BtfBuilder.Kernel().Build()),
            (PayloadKind.Version, "", Encoding.ASCII.GetBytes("1.2.3")),
            (PayloadKind.BuildId, "", Encoding.ASCII.GetBytes("c0ffee")));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(byte[]? payload, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(typeof(ExitCode).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("COREWRIGHT_PAYLOAD");
        if (payload is not null)
        {
            string file = Path.Combine(_folder, "payload.bin");
            await File.WriteAllBytesAsync(file, payload, TestContext.Current.CancellationToken);
            start.Environment["COREWRIGHT_PAYLOAD"] = file;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
