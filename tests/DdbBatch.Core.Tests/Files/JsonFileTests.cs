using System;
using System.Collections.Generic;
using System.IO;
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
    public void A_bad_line_is_an_error_with_its_position_and_the_lines_after_it_are_read() => AssertEntries(
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
    [InlineData("[{\"a\":1},7,[1],null,{\"b\":2}]", "1: {\"a\":1}", "1: InvalidJson", "1: InvalidJson", "1: InvalidJson", "1: {\"b\":2}")]
    [InlineData("{\"a\":1}\n{\"b\":2}", "1: {\"a\":1}", "2: {\"b\":2}")]
    [InlineData("{\"a\":{}\n,\"b\":2}", "1: {\"a\":{}\n,\"b\":2}")]
    [InlineData("{\"a\":1}\n{\n\"b\":2}", "1: {\"a\":1}", "2: {\n\"b\":2}")]
    [InlineData("{\"Count\":1,\"Items\":[{\"a\":1}]}", "1: {\"Count\":1,\"Items\":[{\"a\":1}]}")]
    public void A_JSON_document_is_an_array_or_an_object(string text, params string[] expected) =>
        AssertEntries(FileFormat.Json, text, expected);

    [Theory]
    [InlineData("[{\"a\":1},\n{\"b\":x},{\"c\":1}]", "1: {\"a\":1}", "2,6: InvalidJson")]
    [InlineData("[{\"a\":1}\n", "1: {\"a\":1}", "2,1: InvalidJson")]
    [InlineData("{\"a\":1", "1,7: InvalidJson")]
    [InlineData("hello", "1,1: InvalidJson")]
    public void After_text_that_is_not_JSON_a_document_has_no_items(string text, params string[] expected) =>
        AssertEntries(FileFormat.Json, text, expected);

    [Fact]
    public void In_a_JSON_file_with_one_object_per_line_the_lines_after_a_bad_one_are_read() => AssertEntries(
        FileFormat.Json,
        "{\"a\":1}\n{\"b\":x}\n{\"c\":1}\n",
        "1: {\"a\":1}",
        "2,6: InvalidJson",
        "3: {\"c\":1}");

    [Theory]
    [InlineData("\"b\":1}")]
    [InlineData("}")]
    [InlineData(",")]
    [InlineData("]")]
    [InlineData("{\"b\"")]
    public void A_bad_second_line_makes_no_document_of_lines(string bad)
    {
        foreach (FileFormat format in new[] { FileFormat.Json, FileFormat.DynamoDBJson })
        {
            List<string> entries = FileReading.Read($"{{\"a\":1}}\n{bad}\n{{\"c\":1}}\n", format);
            Assert.Equal((3, "3: {\"c\":1}"), (entries.Count, entries[2]));
        }
    }

    [Theory]
    [InlineData(FileFormat.Json, "")]
    [InlineData(FileFormat.Json, " \n ")]
    [InlineData(FileFormat.JsonLines, "")]
    [InlineData(FileFormat.JsonLines, "\uFEFF")]
    [InlineData(FileFormat.DynamoDBJson, "")]
    [InlineData(FileFormat.DynamoDBJson, "\uFEFF")]
    public void An_empty_file_is_an_error(FileFormat format, string text) => AssertEntries(format, text, "1: FileEmpty");

    [Theory]
    [InlineData(FileFormat.JsonLines, "\n")]
    [InlineData(FileFormat.JsonLines, "\r\n\n")]
    [InlineData(FileFormat.DynamoDBJson, "\n")]
    [InlineData(FileFormat.Json, "[\n\n]\n")]
    public void A_file_of_blank_lines_or_an_empty_array_has_no_items(FileFormat format, string text) => AssertEntries(format, text);

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("\\uDE00\\ud83d")]
    [InlineData("\\\\\\ud83d\\ud83d\\ude00")]
    public void Half_a_surrogate_pair_is_an_error_of_its_object_alone(string half)
    {
        AssertHalf(FileFormat.JsonLines, "{0}\n{1}\n{2}\n");
        AssertHalf(FileFormat.Json, "[\n{0},{1},\n{2}]");

        void AssertHalf(FileFormat format, string file)
        {
            foreach (string bad in new[] { $"{{\"a\":\"{half}\"}}", $"{{\"{half}\":1}}", $"{{\"a\":[{{\"b\":\"{half}\"}}]}}" })
            {
                string text = file.Replace("{0}", "{\"a\":1}").Replace("{1}", bad).Replace("{2}", "{\"b\":\"\\ud83d\\ude00\\\\ud83d\"}");
                string[] entries = [.. FileReading.Read(text, format).Select(entry => entry[(entry.IndexOf(':') + 2)..])];
                Assert.Equal(["{\"a\":1}", "InvalidSurrogate", "{\"b\":\"\\ud83d\\ude00\\\\ud83d\"}"], entries);
            }
        }
    }

    [Fact]
    public void Bytes_of_another_encoding_are_an_error_of_their_object_alone()
    {
        byte[] bad = [.. "{\"a\":\""u8, 0xD6, .. "\"}"u8];
        Assert.Equal(
            ["1: {\"a\":1}", "2,7: InvalidEncoding", "3: {\"b\":2}"],
            FileReading.Read([.. "{\"a\":1}\n"u8, .. bad, .. "\n{\"b\":2}\n"u8], FileFormat.JsonLines));
        Assert.Equal(
            ["1: {\"a\":1}", "2: InvalidEncoding", "2: {\"b\":2}"],
            FileReading.Read([.. "[{\"a\":1},\n"u8, .. bad, .. ",{\"b\":2}]"u8], FileFormat.Json));
    }

    [Fact]
    public void Files_that_were_joined_are_read_through_their_byte_order_marks()
    {
        AssertEntries(FileFormat.JsonLines, "{\"a\":1}\n\uFEFF{\"b\":2}\n\uFEFF\n", "1: {\"a\":1}", "2: {\"b\":2}");
        AssertEntries(FileFormat.Json, "[{\"a\":1}]\n\uFEFF[{\"b\":2}]\uFEFF", "1: {\"a\":1}", "2: {\"b\":2}");
    }

    [Theory]
    [InlineData("{\"Items\":[{\"a\":1},\n {\"b\":2}],\n\"Count\":2}", "1: {\"Items\":[{\"a\":1}]}", "2: {\"Items\":[{\"b\":2}]}", "3: {\"Count\":2}")]
    [InlineData("{\n\"Count\":0,\"Items\":[],\"X\":{}}\n{\"a\":{}}", "2: {\"Count\":0}", "2: {\"Items\":[]}", "2: {\"X\":{}}", "3: {\"a\":{}}")]
    [InlineData("{\n\"T01\":[7],\"T02\":[[]]}", "2: {\"T01\":[7]}", "2: {\"T02\":[[]]}")]
    [InlineData("{\n\"a\":{\"L\":[]},\n\"b\":[]}", "1: {\n\"a\":{\"L\":[]},\n\"b\":[]}")]
    public void An_object_of_arrays_is_read_element_by_element_as_DynamoDB_JSON(string text, params string[] expected)
    {
        if (!text.StartsWith("{\n", StringComparison.Ordinal))
            text = "\n" + text.Replace("{\"Items", "{\n\"Items");
        string[] entries = [.. FileReading.Read(text, FileFormat.DynamoDBJson)];
        Assert.Equal(expected.Select(WithoutLine), entries.Select(WithoutLine));
    }

    [Fact]
    public void An_answer_may_be_larger_than_any_object()
    {
        string item = $"{{\"a\":{{\"S\":\"{new string('x', 500)}\"}}}}";
        string items = string.Join(",", Enumerable.Repeat(item, 1000));
        FileReadOptions options = new() { MaxLineBytes = 2000 };
        foreach (string end in new[] { "\n", "" })
        {
            List<string> entries = FileReading.Read($"{{{end}\"Items\":[{items}],\"Count\":1000}}", FileFormat.DynamoDBJson, options);
            Assert.Equal(1001, entries.Count);
            Assert.All(entries.Take(1000), entry => Assert.EndsWith($"{{\"Items\":[{item}]}}", entry));
        }

        FileException error = FileReading.Entries(
            new MemoryStream(Encoding.UTF8.GetBytes($"{{\n\"Items\":[{items}]}}")), FileFormat.Json, options)[0].Error!;
        Assert.Contains("-Format DynamoDBJson", error.Message);
    }

    [Fact]
    public void Errors_say_whether_the_rest_of_the_file_was_read()
    {
        Assert.Equal([false, true], EndsOf(FileFormat.Json, "[7,x]"));
        Assert.Equal([false, false], EndsOf(FileFormat.JsonLines, "7\nx\n"));
    }

    [Theory]
    [InlineData("{\"a\":{\"S\":\"1\"}}\n{\"b\"\n{\"c\":{\"S\":\"1\"}}\n", 3)]
    [InlineData("{\"a\"\n{\"b\":{\"S\":\"1\"}}\n{\"c\":{\"S\":\"1\"}}\n", 3)]
    [InlineData("{\n\"a\":{\"S\":\"1\"}\n}\n", 1)]
    [InlineData("[\n{\"a\":{\"S\":\"1\"}},\n{\"a\":{\"S\":\"1\"}}\n]\n", 2)]
    [InlineData("{\"Music\": [\n{\"PutRequest\":{}}\n]}", 1)]
    public void DynamoDB_JSON_comes_in_lines_or_as_a_document(string text, int expected) =>
        Assert.Equal(expected, FileReading.Read(text, FileFormat.DynamoDBJson).Count);

    [Fact]
    public void A_line_longer_than_allowed_is_an_error_and_the_lines_after_it_are_read()
    {
        string text = $"{{\"a\":1}}\n{{\"b\":\"{new string('x', 500_000)}\"}}\n{{\"c\":1}}\n";
        FileReadOptions options = new() { MaxLineBytes = 2000 };
        Assert.Equal(["1: {\"a\":1}", "2: LineTooLong", "3: {\"c\":1}"], FileReading.Read(text, FileFormat.JsonLines, options));
        Assert.Equal(["1: {\"a\":1}", "2: LineTooLong"], FileReading.Read($"[{text.Replace("\n{", ",\n{")}]", FileFormat.Json, options));
    }

#if NET
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
#endif

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

    private static bool[] EndsOf(FileFormat format, string text) =>
    [
        .. FileReading.Entries(new MemoryStream(Encoding.UTF8.GetBytes(text)), format)
            .Where(entry => entry.Error is not null)
            .Select(entry => entry.Error!.EndsFile),
    ];

    private static string WithoutLine(string entry) => entry[(entry.IndexOf(':') + 2)..];

    private static void AssertEntries(FileFormat format, string text, params string[] expected) =>
        Assert.Equal(expected, FileReading.Read(text, format));
}
