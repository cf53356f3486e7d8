using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using DdbBatch.Copying;
using DdbBatch.Files;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Files;

/// <summary>
/// Whatever a file has in it, reading it comes to an end without a crash, and no good line is lost. DDBBATCH_FUZZ says how
/// many spoiled files each test reads (10,000), DDBBATCH_SEED with which seed they begin (a failure shows its own).
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
        (FileFormat.JsonLines, Bytes(Lines(i => $$$$"""{"DdbBatch":"failed/1","Load":"a","Table":"T","Operation":"Put","Outcome":"Unknown","Item":{"Id":{"N":"{{{{i}}}}"}},"Position":{{{{i}}}}}"""))),
        (FileFormat.DynamoDBJson, Bytes(Lines(i => $$$$"""{"Metadata":{"WriteTimestampMicros":"1"},"Keys":{"Id":{"N":"{{{{i}}}}"}},"NewImage":{"Id":{"N":"{{{{i}}}}"}}}"""))),
        (FileFormat.DynamoDBJson, Bytes("{\"Music\": [\n" + Lines(i => $$$$$"""{"PutRequest":{"Item":{"Id":{"N":"{{{{{i}}}}}"}}}},""") + "{}]}")),
    ];

    // Those with a line per entry, and what is read from each.
    private static readonly int[] WholeLines = [0, 2, 3, 5, 6, 7];
    private static readonly Dictionary<int, string[]> Entries = WholeLines.ToDictionary(
        which => which, which => FileReading.Read(Files[which].File, Files[which].Format, Options).Select(WithoutLine).ToArray());

    private static readonly byte[][] Gzipped = [.. Files.Select(one => FileReading.Gzip(one.File))];
    private static readonly byte[][] Zstandard = [.. Files.Select(one => FileReading.Zstd(one.File))];

    // Without the spaces that fill it up.
    private static readonly byte[] Checkpoint = Bytes(Encoding.UTF8.GetString(new CheckpointMark("load", 3, 7, 9, 5, "/tmp/left.jsonl", IsComplete: false, SendLimit: 12)
    {
        TableIds = new Dictionary<string, string> { ["arn:aws:dynamodb:eu-central-1:123456789012:table/A"] = "5d7b" },
    }.ToBytes()).Trim());

    private static readonly byte[] Summary = Bytes(
        """{"version":"2020-06-30","exportType":"INCREMENTAL_EXPORT","outputFormat":"DYNAMODB_JSON","outputView":"NEW_AND_OLD_IMAGES","itemCount":2}""");

    private static readonly byte[] ManifestFiles = Bytes(
        Lines(i => $$"""{"itemCount":{{i}},"md5Checksum":"sQMSpEILNgoQmarvDFonGQ==","etag":"af","dataFileS3Key":"AWSDynamoDB/01/data/a{{i}}.json.gz"}"""));

    private static readonly byte[] CopyCheckpoint = new CopyMark
    {
        Load = "copy",
        Identity = new CopyIdentity("A", "http://a", "B", "http://b", "all") { SourceId = "1", DestinationId = "2" },
        FailedPath = "/tmp/left.jsonl",
        Kept = 5,
        Segments = [new SegmentMark(null, IsComplete: true), new SegmentMark(Bytes("""{"Id":{"N":"5"}}"""), IsComplete: false), default],
    }.ToBytes();

    private static int Count =>
        int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_FUZZ") ?? $"{UsualCount}", CultureInfo.InvariantCulture);

    private static int FirstSeed => Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1 << 30);

    [Fact]
    public void Reading_a_spoiled_file_ends_and_every_entry_has_its_place() => ForSeeds(mutator =>
    {
        int which = mutator.Next(Files.Length);
        (FileFormat format, byte[] file) = Files[which];
        byte[] spoiled = mutator.Next(4) switch
        {
            0 => mutator.Spoil(Gzipped[which]),
            1 => mutator.Spoil(Zstandard[which]),
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
        int which = WholeLines[mutator.Next(WholeLines.Length)];
        (FileFormat format, byte[] file) = Files[which];
        byte[] spoiled = mutator.SpoilLine(file, out int line);
        // A file whose first bytes, or header, are spoiled is another file.
        if (line == 0)
            return;
        int entry = line - (format is FileFormat.Csv or FileFormat.Tsv ? 1 : 0);
        HashSet<string> found = [.. FileReading.Read(spoiled, format, Options).Select(WithoutLine)];
        string? lost = Entries[which].Where((_, index) => index != entry).FirstOrDefault(one => !found.Contains(one));
        Assert.Null(lost);
    });

    [Fact]
    public void A_spoiled_checkpoint_is_read_or_refused() => ForSeeds(mutator =>
    {
        bool isCopy = mutator.Next(2) == 0;
        byte[] spoiled = mutator.Spoil(isCopy ? CopyCheckpoint : Checkpoint);
        try
        {
            IMark mark = isCopy ? CopyMark.Parse(spoiled) : CheckpointMark.Parse(spoiled);
            Assert.NotEmpty(mark.ToBytes());
        }
        catch (FormatException)
        {
            // Refused.
        }
    });

    [Fact]
    public void A_spoiled_manifest_of_an_export_is_read_or_refused_with_its_place()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"ddbbatch-fuzz-{Guid.NewGuid():N}")).FullName;
        string summary = Path.Combine(folder, "manifest-summary.json");
        string files = Path.Combine(folder, "manifest-files.json");
        // A file takes as long as a hundred others in memory.
        ForSeeds(Math.Max(1, Count / 10), mutator =>
        {
            bool isSummary = mutator.Next(2) == 0;
            File.WriteAllBytes(summary, isSummary ? mutator.Spoil(Summary) : Summary);
            File.WriteAllBytes(files, isSummary ? ManifestFiles : mutator.Spoil(ManifestFiles));
            try
            {
                Assert.All(ExportManifest.Read(summary).Files, file => Assert.NotEmpty(file.Path));
            }
            catch (FileException exception)
            {
                Assert.Contains(exception.Position.File, new[] { summary, files });
            }
        });
        Directory.Delete(folder, recursive: true);
    }

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

    private static void ForSeeds(Action<FileMutator> test) => ForSeeds(Count, test);

    private static void ForSeeds(int count, Action<FileMutator> test)
    {
        int first = FirstSeed;
        for (int seed = first; seed < first + count; seed++)
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
