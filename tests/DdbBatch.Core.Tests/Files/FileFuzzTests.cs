using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using DdbBatch.Files;
using Xunit;

namespace DdbBatch.Tests.Files;

/// <summary>
/// Whatever a file has in it, reading it comes to an end without a crash, and no good line is lost. DDBBATCH_FUZZ says how
/// many spoiled files are read (10,000), DDBBATCH_SEED with which seed they begin (a failure shows its own).
/// </summary>
public sealed class FileFuzzTests
{
    private const int UsualCount = 10_000;
    private const int Rows = 12;

    private static readonly FileReadOptions Options = new() { MaxLineBytes = 4096 };

    private static readonly (FileFormat Format, byte[] File)[] Files =
    [
        (FileFormat.Csv, Bytes("Id,Name,Note\n" + Lines(i => $"{i},ü{i},x y"))),
        (FileFormat.Csv, Bytes("Id,Name\r\n" + Lines(i => $"{i},\"a\"\"{i}\r\n\"\r"))),
        (FileFormat.Tsv, Bytes("Id\tName\n" + Lines(i => $"{i}\t{i}"))),
        (FileFormat.JsonLines, Bytes(Lines(i => $$"""{"Id":{{i}},"Name":"é😀\"","L":[1.5,{},null]}"""))),
        (FileFormat.Json, Bytes("[" + Lines(i => $$$"""{"Id":{{{i}}},"M":{"a":[]}},""") + "{}]")),
        (FileFormat.DynamoDBJson, Bytes(Lines(i => $$$$"""{"Item":{"Id":{"N":"{{{{i}}}}"},"B":{"B":"AQI="}}}"""))),
        (FileFormat.DynamoDBJson, Bytes("{\"Music\": [\n" + Lines(i => $$$$$"""{"PutRequest":{"Item":{"Id":{"N":"{{{{{i}}}}}"}}}},""") + "{}]}")),
    ];

    private static int Count =>
        int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_FUZZ") ?? $"{UsualCount}", CultureInfo.InvariantCulture);

    private static int FirstSeed => Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1 << 30);

    [Fact]
    public void Reading_a_spoiled_file_ends_and_every_entry_has_its_place() => ForSeeds(mutator =>
    {
        (FileFormat format, byte[] file) = Files[mutator.Next(Files.Length)];
        byte[] spoiled = mutator.Next(4) switch
        {
            0 => mutator.Spoil(FileReading.Gzip(file)),
            1 => mutator.Spoil(FileReading.Zstd(file)),
            2 => FileReading.Gzip(mutator.Spoil(file)),
            _ => mutator.Spoil(file),
        };
        // Every entry takes a byte at least: more entries than bytes would never end. A zstd file may grow a little.
        using ItemFileReader? reader = Open(spoiled, format);
        for (int entries = 0; reader?.Next() is { } entry; entries++)
        {
            Assert.True(entries < 4 * file.Length + 1000, "It doesn't end.");
            Assert.True((entry.Content is null) != (entry.Error is null));
            Assert.True(entry.Position.Line > 0, entry.Error?.ToString());
        }
    });

    [Fact]
    public void Of_a_file_with_one_spoiled_line_all_the_others_are_read() => ForSeeds(mutator =>
    {
        (FileFormat format, byte[] file) = Files[new[] { 0, 2, 3, 5 }[mutator.Next(4)]];
        byte[] spoiled = mutator.SpoilLine(file, out int line);
        bool hasHeader = format is FileFormat.Csv or FileFormat.Tsv;
        // A file whose first bytes, or header, are spoiled is another file.
        if (line == 0)
            return;
        string[] good = [.. FileReading.Read(file, format, Options).Select(WithoutLine)];
        good[line - (hasHeader ? 1 : 0)] = "";
        List<string> found = [.. FileReading.Read(spoiled, format, Options).Select(WithoutLine)];
        foreach (string entry in good.Where(entry => entry.Length > 0))
            Assert.Contains(entry, found);
    });

    private static ItemFileReader? Open(byte[] file, FileFormat format)
    {
        try
        {
            return ItemFileReader.Open(new MemoryStream(file), "f", format, Options);
        }
        catch (FileException)
        {
            return null;
        }
    }

    private static void ForSeeds(Action<FileMutator> test)
    {
        int first = FirstSeed;
        for (int seed = first; seed < first + Count; seed++)
        {
            try
            {
                test(new FileMutator(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"With DDBBATCH_SEED={seed} DDBBATCH_FUZZ=1: {exception.Message}", exception);
            }
        }
    }

    private static string WithoutLine(string entry) => entry[(entry.IndexOf(':') + 2)..];

    private static string Lines(Func<int, string> line) =>
        string.Concat(Enumerable.Range(1, Rows).Select(i => line(i) + "\n"));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
