using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DdbBatch.Files;
using Xunit;

namespace DdbBatch.Tests.Files;

public sealed class JsonFileTests
{
    [Fact]
    public void Every_line_of_JSON_Lines_is_an_object() => AssertEntries(
        FileFormat.JsonLines,
        "{\"a\":1}\n\n  {\"b\":\"ü\"}\r\n{\"c\":[1,{}]}",
        "1: {\"a\":1}",
        "3:   {\"b\":\"ü\"}\r",
        "4: {\"c\":[1,{}]}");

    [Fact]
    public void A_bad_line_is_an_error_with_its_place_and_the_lines_behind_it_are_read() => AssertEntries(
        FileFormat.JsonLines,
        "{\"a\":1}\n{\"é\":x}\n[1]\n7\n{\"a\":1}{\"b\":2}\n{\"a\"\n{\"z\":1}\n",
        "1: {\"a\":1}",
        "2,6: InvalidJson",
        "3: InvalidJson",
        "4: InvalidJson",
        "5,8: InvalidJson",
        "6,5: InvalidJson",
        "7: {\"z\":1}");

    [Theory]
    [InlineData("[{\"a\":1},\n {\"b\":2}]", "1: {\"a\":1}", "2: {\"b\":2}")]
    [InlineData("\n\n{\"a\":\n[{}]}\n", "3: {\"a\":\n[{}]}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("[{\"a\":1},7,[1],null,{\"b\":2}]", "1: {\"a\":1}", "1: InvalidJson", "1: InvalidJson", "1: InvalidJson", "1: {\"b\":2}")]
    [InlineData("{\"a\":1}\n{\"b\":2}", "1: {\"a\":1}", "2: {\"b\":2}")]
    public void A_JSON_document_is_an_array_or_an_object(string text, params string[] expected) =>
        AssertEntries(FileFormat.Json, text, expected);

    [Theory]
    [InlineData("[{\"a\":1},\n{\"b\":x},{\"c\":1}]", "1: {\"a\":1}", "2,6: InvalidJson")]
    [InlineData("[{\"a\":1}\n", "1: {\"a\":1}", "2,1: InvalidJson")]
    [InlineData("{\"a\":1", "1,7: InvalidJson")]
    [InlineData("hello", "1,1: InvalidJson")]
    public void Behind_what_is_no_JSON_a_document_has_no_items(string text, params string[] expected) =>
        AssertEntries(FileFormat.Json, text, expected);

    [Theory]
    [InlineData("{\"a\":{\"S\":\"1\"}}\n{\"b\"\n{\"c\":{\"S\":\"1\"}}\n", 3)]
    [InlineData("{\"a\"\n{\"b\":{\"S\":\"1\"}}\n{\"c\":{\"S\":\"1\"}}\n", 3)]
    [InlineData("{\n\"a\":{\"S\":\"1\"}\n}\n", 1)]
    [InlineData("[\n{\"a\":{\"S\":\"1\"}},\n{\"a\":{\"S\":\"1\"}}\n]\n", 2)]
    [InlineData("{\"Music\": [\n{\"PutRequest\":{}}\n]}", 1)]
    public void DynamoDB_JSON_comes_in_lines_or_as_a_document(string text, int expected) =>
        Assert.Equal(expected, FileReading.Read(text, FileFormat.DynamoDBJson).Count);

    [Fact]
    public void A_line_longer_than_allowed_is_an_error_and_the_lines_behind_it_are_read()
    {
        string text = $"{{\"a\":1}}\n{{\"b\":\"{new string('x', 500_000)}\"}}\n{{\"c\":1}}\n";
        FileReadOptions options = new() { MaxLineBytes = 2000 };
        Assert.Equal(["1: {\"a\":1}", "2: LineTooLong", "3: {\"c\":1}"], FileReading.Read(text, FileFormat.JsonLines, options));
        Assert.Equal(["1: {\"a\":1}", "2: LineTooLong"], FileReading.Read(text, FileFormat.Json, options));
    }

    [Theory]
    [InlineData(FileFormat.JsonLines)]
    [InlineData(FileFormat.Json)]
    public void A_line_without_an_end_is_not_held_in_memory(FileFormat format)
    {
        using EndlessStream endless = new("{\"a\":\"", 'x', 50_000_000);
        FileReadOptions options = new() { MaxLineBytes = 1_000_000 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(["1: LineTooLong"], FileReading.Entries(endless, format, options).Select(FileReading.Show));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("iso-8859-1", false)]
    public void Other_encodings_are_read(string encodingName, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(encodingName);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("{\"ö\":\"ß\"}\n{\"a\":1}\n")];
        FileReadOptions options = new() { Encoding = hasMark ? null : encoding };
        Assert.Equal(["1: {\"ö\":\"ß\"}", "2: {\"a\":1}"], FileReading.Read(bytes, FileFormat.JsonLines, options));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    public void The_size_of_the_pieces_in_which_a_file_comes_makes_no_difference(int largest)
    {
        IEnumerable<string> objects = Enumerable.Range(0, 500).Select(i => $"{{\"Id\":{i},\"text\":\"é😀\\\"}}\",\"nested\":[{{}},[1.5e3]]}}");
        foreach ((FileFormat format, string text) in new[]
        {
            (FileFormat.JsonLines, string.Join("\n", objects)),
            (FileFormat.Json, "[" + string.Join(",\r\n ", objects) + "]\n"),
            (FileFormat.DynamoDBJson, string.Join("\r\n", objects)),
        })
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            string[] whole = [.. FileReading.Read(bytes, format)];
            Assert.Equal(500, whole.Length);
            Assert.DoesNotContain(whole, entry => entry.EndsWith("InvalidJson", StringComparison.Ordinal));
            Assert.Equal(whole, FileReading.Entries(new ChoppedStream(bytes, 2, largest), format).Select(FileReading.Show));
        }
    }

    private static void AssertEntries(FileFormat format, string text, params string[] expected) =>
        Assert.Equal(expected, FileReading.Read(text, format));
}
