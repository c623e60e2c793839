using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Build.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

public class ResultStreamTests
{
    private static readonly byte[] s_whole = ResultStream.Format(new Dictionary<string, byte[]>
    {
        ["one"] = "first\n"u8.ToArray(),
        ["empty"] = [],
        ["binary"] = [0, 10, 13, 255, (byte)'e', (byte)'n', (byte)'d', 10],
    });

    [Fact]
    public void A_whole_stream_gives_its_files()
    {
        (IReadOnlyDictionary<string, byte[]>? files, _, _) = ResultStream.Parse(s_whole);
        files.ShouldNotBeNull().Keys.ShouldBe(["one", "empty", "binary"], ignoreOrder: true);
        files["one"].ShouldBe("first\n"u8.ToArray());
        files["binary"].Length.ShouldBe(8);
    }

    [Fact]
    public void A_stream_that_stops_anywhere_is_never_believed()
    {
        for (int length = 0; length < s_whole.Length; length++)
        {
            (IReadOnlyDictionary<string, byte[]>? files, GuestFailure failure, string reason) = ResultStream.Parse(s_whole.AsSpan(0, length));
            files.ShouldBeNull($"{length} bytes");
            failure.ShouldBe(length == 0 ? GuestFailure.Died : GuestFailure.Truncated, $"{length} bytes: {reason}");
        }
    }

    [Fact]
    public void A_stream_with_any_one_byte_changed_is_never_believed()
    {
        for (int at = 0; at < s_whole.Length; at++)
        {
            byte[] altered = [.. s_whole];
            altered[at] ^= 0x11;
            (IReadOnlyDictionary<string, byte[]>? files, _, _) = ResultStream.Parse(altered);
            // A name is not part of any hash; a changed one is another name, and its owner is then missing.
            if (files is not null)
                files.Keys.Order().SequenceEqual(["binary", "empty", "one"]).ShouldBeFalse($"byte {at}");
        }
    }

    [Fact]
    public void A_changed_content_is_told_apart_from_a_short_one()
    {
        byte[] altered = [.. s_whole];
        altered[^5] ^= 1;
        ResultStream.Parse(altered).Failure.ShouldBe(GuestFailure.Altered);
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("corewright-results 2 0\nend\n")]
    [InlineData("corewright-results 1 -1\nend\n")]
    [InlineData("corewright-results 1 99999999999\nend\n")]
    [InlineData("corewright-results 1 1 \nend\n")]
    [InlineData("corewright-results 1 1\n5 abc  name\nhelloend\n")]
    [InlineData("corewright-results 1 0\nend\nand more")]
    [InlineData("\ncorewright-results 1 0\nend\n")]
    public void What_is_no_result_stream_is_garbage(string stream)
    {
        ResultStream.Parse(Encoding.ASCII.GetBytes(stream)).Failure.ShouldBe(GuestFailure.Garbage);
    }

    [Fact]
    public void A_line_without_an_end_is_garbage()
    {
        ResultStream.Parse(Enumerable.Repeat((byte)'x', 4096).ToArray()).Failure.ShouldBe(GuestFailure.Garbage);
    }

    [Fact]
    public void A_name_that_comes_twice_is_garbage()
    {
        string hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        ResultStream.Parse(Encoding.ASCII.GetBytes($"corewright-results 1 2\n0 {hash}  a\n0 {hash}  a\nend\n"))
            .Failure.ShouldBe(GuestFailure.Garbage);
    }

    [Fact]
    public void A_size_beyond_the_stream_is_not_allocated()
    {
        ResultStream.Parse(Encoding.ASCII.GetBytes($"corewright-results 1 1\n67000000 {new string('0', 64)}  a\nend\n"))
            .Failure.ShouldBe(GuestFailure.Truncated);
    }
}
