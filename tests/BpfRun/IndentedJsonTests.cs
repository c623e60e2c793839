extern alias bpfrun;

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using bpfrun::Corewright.BpfRun.Reports;
using bpfrun::Corewright.Loader.Output;
using Shouldly;
using Xunit;

namespace Corewright.Tests.BpfRun;

public class IndentedJsonTests
{
    [Fact]
    public void Short_objects_stay_on_a_line_and_long_ones_are_taken_apart()
    {
        Indented("""{"a":{"b":1,"c":[1,2]},"text":"x{,:\\\"}","list":[{"k":"%"},{"k":2}],"e":{}}""".Replace("%", new string('y', 120)))
            .ShouldBe("""
                {
                  "a": {"b": 1, "c": [1, 2]},
                  "text": "x{,:\\\"}",
                  "list": [
                    {
                      "k": "%"
                    },
                    {"k": 2}
                  ],
                  "e": {}
                }

                """.Replace("%", new string('y', 120)));
    }

    [Fact]
    public void It_means_the_same()
    {
        string json = "{\"maps\":{\"m\":{\"entries\":[" + string.Join(',', Enumerate(50)) + "]}},\"result\":\"ok\",\"exit\":0}";

        JsonSerializer.Serialize(JsonDocument.Parse(Indented(json))).ShouldBe(json);
    }

    private static string[] Enumerate(int count)
    {
        var entries = new string[count];
        for (int i = 0; i < count; i++)
            entries[i] = "{\"key\":N,\"value\":{\"comm\":\"a b\",\"flags\":[true,false],\"n\":-N}}".Replace("N", i.ToString(CultureInfo.InvariantCulture));
        return entries;
    }

    private static unsafe string Indented(string json)
    {
        const int Bytes = 1 << 16;
        byte* buffer = (byte*)NativeMemory.Alloc(Bytes);
        try
        {
            var writer = new Utf8Writer(buffer, Bytes, Utf8Writer.MemoryOnly);
            IndentedJson.Write(writer, Encoding.UTF8.GetBytes(json));
            return Encoding.UTF8.GetString(writer.Written);
        }
        finally
        {
            NativeMemory.Free(buffer);
        }
    }
}
