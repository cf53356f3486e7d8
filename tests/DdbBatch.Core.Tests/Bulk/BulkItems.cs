using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DdbBatch.Bulk;
using DdbBatch.Items;

namespace DdbBatch.Tests.Bulk;

/// <summary>Items for uploads, of a table with the keys Artist and Song.</summary>
internal static class BulkItems
{
    public static readonly TableSchema Schema = new("Music", [new("Artist", ScalarAttributeType.S), new("Song", ScalarAttributeType.S)]);

    /// <summary>An item.</summary>
    public static EncodedItem Item(string artist, string song, string text = "text") =>
        FromJson($$$"""{"Artist":{"S":"{{{artist}}}"},"Song":{"S":"{{{song}}}"},"Text":{"S":"{{{text}}}"}}""");

    /// <summary>Items of one song each.</summary>
    public static IEnumerable<EncodedItem> Many(int count, int artists = 100) =>
        Enumerable.Range(0, count).Select(i => Item($"Artist {i % artists}", $"Song {i}"));

    /// <summary>An item as it stands.</summary>
    public static EncodedItem FromJson(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return new EncodedItem(bytes, bytes.Length, ItemKeyReader.Read(bytes, Schema));
    }

    /// <summary>A text that nothing compresses.</summary>
    public static string Noise(int length, int seed)
    {
        byte[] bytes = new byte[length * 3 / 4];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Options of an upload.</summary>
    public static BulkLoadOptions Options(FileCompression compression = FileCompression.Gzip) => new()
    {
        Table = "Music",
        Location = new S3Location("bucket", "loads/"),
        ClientToken = "token",
        Compression = compression,
    };
}
