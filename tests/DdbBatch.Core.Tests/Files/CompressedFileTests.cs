using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DdbBatch.Files;
using Xunit;

namespace DdbBatch.Tests.Files;

public sealed class CompressedFileTests
{
    private static readonly byte[] Csv =
        Encoding.UTF8.GetBytes("A,B\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},{i * 7919 % 10007}\n")));

    public static TheoryData<string> Compressions => ["gzip", "zstd"];

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Compression_is_seen_by_what_a_file_begins_with(string compression) => Assert.Equal(
        FileReading.Read(Csv, FileFormat.Csv), FileReading.Read(Compress(Csv, compression), FileFormat.Csv));

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Several_compressed_files_that_were_concatenated_are_one(string compression)
    {
        int middle = Csv.Length / 2;
        byte[] parts = [.. Compress(Csv.AsSpan(0, middle).ToArray(), compression), .. Compress(Csv.AsSpan(middle).ToArray(), compression)];
        Assert.Equal(FileReading.Read(Csv, FileFormat.Csv), FileReading.Read(parts, FileFormat.Csv));
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void A_truncated_file_is_an_error_after_its_complete_rows(string compression)
    {
        byte[] compressed = Compress(Csv, compression);
        List<string> whole = FileReading.Read(Csv, FileFormat.Csv);
        foreach (int length in new[] { 5, 11, compressed.Length / 3, compressed.Length / 2, compressed.Length - 9, compressed.Length - 1 })
        {
            List<string> entries = FileReading.Read(compressed.AsSpan(0, length).ToArray(), FileFormat.Csv);
            Assert.EndsWith("FileDamaged", entries[^1]);
            Assert.Equal(whole.Take(entries.Count - 1), entries.SkipLast(1));
        }
    }

    [Fact]
    public void A_byte_that_was_changed_is_an_error()
    {
        byte[] compressed = FileReading.Gzip(Csv);
        // The checksum, which gzip stores after the content of a member.
        compressed[^6] ^= 1;
        Assert.EndsWith("FileDamaged", FileReading.Read(compressed, FileFormat.Csv)[^1]);
    }

    public static TheoryData<byte[], bool> Ends => new()
    {
        { [], true },
        { new byte[3], true },
        { new byte[200_000], true },
        { FileReading.Gzip([]), true },
        { "x"u8.ToArray(), false },
        { "xyz"u8.ToArray(), false },
        { [0, 0, 1], false },
        { [0x1F], false },
        { [0x1F, 0x8B], false },
        { [0x1F, 0x8B, 8, 0, 0], false },
        { [0x1F, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21], false },
        { Encoding.UTF8.GetBytes(new string('x', 200_000)), false },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Bytes_after_the_last_member_of_gzip_are_an_error_unless_they_are_zero(byte[] end, bool isValid)
    {
        foreach (byte[] csv in new[] { Csv, Csv.AsSpan(0, 44).ToArray() })
        {
            List<string> whole = FileReading.Read(csv, FileFormat.Csv);
            List<string> entries = FileReading.Read([.. FileReading.Gzip(csv), .. end], FileFormat.Csv);
            // A row that the file ends in is not complete if the file is damaged there.
            int rows = isValid || csv[^1] == '\n' ? whole.Count : whole.Count - 1;
            Assert.Equal(whole.Take(rows), isValid ? entries : entries.SkipLast(1));
            Assert.True(isValid || entries[^1].EndsWith("FileDamaged", StringComparison.Ordinal), entries[^1]);
        }
    }

    [Fact]
    public void A_name_that_promises_compression_is_held_to_it() => Assert.Equal(
        ["0: FileDamaged"], FileReading.Read(Csv, FileFormat.Csv, name: "x.csv.gz"));

#if NET
    [Theory]
    [MemberData(nameof(Compressions))]
    public void A_bomb_of_one_long_line_is_an_error_and_fills_no_memory(string compression)
    {
        byte[] bomb = Compress([.. "A,B\n"u8, .. Enumerable.Repeat((byte)'x', 50_000_000), .. "\n1,2\n"u8], compression);
        Assert.True(bomb.Length < 600_000, $"{bomb.Length}");
        FileReadOptions options = new() { MaxLineBytes = 1_000_000 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(["2: LineTooLong", "3: 1|2"], FileReading.Read(bomb, FileFormat.Csv, options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30_000_000);
    }
#endif

    private static byte[] Compress(byte[] bytes, string compression) =>
        compression == "gzip" ? FileReading.Gzip(bytes) : FileReading.Zstd(bytes);
}
