using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using CsCheck;
using DdbBatch.Module.Tests.Conversion;

namespace DdbBatch.Module.Tests.Importing;

/// <summary>A file of random items, written by nothing of ours, with the DynamoDB JSON that each item should become.</summary>
/// <param name="Name">A name with the extension of the format and the compression.</param>
/// <param name="Arguments">Additional parameters of Import-DdbItem.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Items">The items.</param>
internal sealed record RandomFile(string Name, string Arguments, byte[] Bytes, IReadOnlyList<string> Items);

/// <summary>Random files in every format, encoding and compression.</summary>
internal static class RandomFiles
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (6, Gen.Char["abcXYZ 019_.,;\t'\"\\\n\r#\0"].Array[0, 12].Select(chars => new string(chars))),
        (2, Gen.Int[1, 0xD7FF].Array[0, 6].Select(ToText)),
        (1, Gen.Int[0x10000, 0x10FFFF].Array[1, 3].Select(ToText)));

    private static readonly Gen<string> Names = Text.Where(name => name.Length > 0);

    private static readonly Gen<(string Json, string Item)> JsonScalar = Gen.OneOf(
        Text.Select(text => (Quote(text), $$"""{"S":{{Quote(text)}}}""")),
        Gen.Long.Select(number => (Number(number), $$"""{"N":"{{Number(number)}}"}""")),
        Gen.Double[-1e15, 1e15].Select(number => (Number(number), $$"""{"N":"{{Number(number)}}"}""")),
        Gen.Bool.Select(truth => (truth ? "true" : "false", truth ? """{"BOOL":true}""" : """{"BOOL":false}""")),
        Gen.Const(("null", """{"NULL":true}""")));

    /// <summary>Any of them.</summary>
    public static Gen<RandomFile> Any { get; } =
        from file in Gen.OneOf(Csv, Json, DynamoDBJson)
        from encoding in Gen.OneOf("utf-8", "utf-8 mark", "utf-16 mark")
        from compression in Gen.OneOf("", ".gz", ".zst")
        select file with { Name = file.Name + compression, Bytes = Compress(Encode(Encoding.UTF8.GetString(file.Bytes), encoding), compression) };

    private static Gen<RandomFile> Csv =>
        // UTF-16's byte order mark before a NUL is the same as UTF-32's, so they cannot be distinguished.
        from names in Names.Where(name => name[0] != '\0').HashSet[2, 6]
        from rows in Text.Array[names.Count].List[0, 30]
        from quotes in Gen.Int[0, 2]
        from end in Gen.OneOf("\n", "\r\n")
        from isTsv in Gen.Bool
        where rows.All(row => !row.SequenceEqual(names))
        let header = string.Join(isTsv ? '\t' : ',', names.Select(name => Cell(name, name.All(char.IsAsciiLetter) ? quotes : 2)))
        let lines = rows.Select(row => string.Join(isTsv ? '\t' : ',', row.Select(cell => Cell(cell, row.All(one => one.Length == 0) ? 2 : quotes)))).Prepend(header)
        select new RandomFile(
            isTsv ? "x.tsv" : "x.csv",
            "",
            Encoding.UTF8.GetBytes(string.Join(end, lines) + end),
            [.. rows.Select(row => Object(names.Zip(row, (name, cell) => (name, $$"""{"S":{{Quote(cell)}}}"""))))]);

    private static Gen<RandomFile> Json =>
        from rows in Gen.Select(Names.HashSet[0, 5], JsonValue(2).List[5]).List[0, 30]
        from isLines in Gen.Bool.Select(isLines => isLines && rows.Count > 0)
        let objects = rows.Select(row => Object(row.Item1.Zip(row.Item2, (name, value) => (name, value.Json))))
        select new RandomFile(
            isLines ? "x.jsonl" : "x.json",
            "",
            Encoding.UTF8.GetBytes(isLines ? string.Join("\n", objects) : $"[{string.Join(",\n ", objects)}]\n"),
            [.. rows.Select(row => Object(row.Item1.Zip(row.Item2, (name, value) => (name, value.Item))))]);

    private static Gen<RandomFile> DynamoDBJson =>
        from rows in Gen.Select(Names.HashSet[1, 5], RandomObjects.Nested(2).List[5]).List[1, 30]
        from shape in Gen.Int[0, 3]
        let items = rows.Select(row => Object(row.Item1.Zip(row.Item2, (name, value) => (name, value.Json)))).ToArray()
        select new RandomFile(
            "x.json",
            "-Format DynamoDBJson",
            Encoding.UTF8.GetBytes(shape switch
            {
                0 => string.Join("\n", items),
                1 => string.Join("\n", items.Select(item => $"{{\"Item\":{item}}}")) + "\n",
                2 => $"[\n{string.Join(",\n", items)}\n]",
                _ => $$"""{"Music":[{{string.Join(",", items.Select(item => $"{{\"PutRequest\":{{\"Item\":{item}}}}}"))}}]}""",
            }),
            items);

    private static Gen<(string Json, string Item)> JsonValue(int depth) => depth == 0
        ? JsonScalar
        : Gen.Frequency(
            (3, JsonScalar),
            (1, JsonValue(depth - 1).List[0, 4].Select(list => (
                $"[{string.Join(" , ", list.Select(value => value.Json))}]",
                $$"""{"L":[{{string.Join(",", list.Select(value => value.Item))}}]}"""))),
            (1, Gen.Select(Names.HashSet[0, 4], JsonValue(depth - 1).List[4], (names, values) => (
                Object(names.Zip(values, (name, value) => (name, value.Json))),
                $$"""{"M":{{Object(names.Zip(values, (name, value) => (name, value.Item)))}}}"""))));

    private static string Object(IEnumerable<(string Name, string Value)> members) =>
        "{" + string.Join(",", members.Select(member => $"{Quote(member.Name)}:{member.Value}")) + "}";

    // RFC 4180, with quotes if they are needed, sometimes, or always. A row of nothing would be a blank line, and blanks
    // before a value are skipped.
    private static string Cell(string text, int quotes) =>
        text.AsSpan().IndexOfAny(",;\t\"\n\r\0".AsSpan()) >= 0 || text is [' ' or '\uFEFF', ..] || quotes == 2 || (quotes == 1 && text.Length % 2 == 0)
            ? $"\"{text.Replace("\"", "\"\"")}\""
            : text;

    private static byte[] Encode(string text, string encoding) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8 mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        _ => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
    };

    private static byte[] Compress(byte[] bytes, string compression)
    {
        if (compression == ".zst")
        {
            using ZstdSharp.Compressor compressor = new();
            return compressor.Wrap(bytes).ToArray();
        }

        if (compression.Length == 0)
            return bytes;
        using MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return compressed.ToArray();
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string ToText(int[] codePoints)
    {
        StringBuilder text = new();
        foreach (int codePoint in codePoints)
            text.Append(char.ConvertFromUtf32(codePoint));
        return text.ToString();
    }
}
