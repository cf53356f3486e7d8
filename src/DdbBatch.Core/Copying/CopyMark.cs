using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Reading;
using DdbBatch.Storage;

namespace DdbBatch.Copying;

/// <summary>The content of a copy's checkpoint file. It has keys of items, and no secret.</summary>
internal sealed record CopyMark : IMark
{
    private const string Marker = "copy/1";

    /// <summary>The copy's name, which marks its lines in -FailedPath.</summary>
    public required string Load { get; init; }

    /// <summary>The tables and the selection of the copy; null before the first page.</summary>
    public CopyIdentity? Identity { get; init; }

    /// <summary>The file that keeps the items that were not written; empty if there is none.</summary>
    public string FailedPath { get; init; } = "";

    /// <summary>The items in that file that this mark counts as settled; they are numbered from 1.</summary>
    public long Kept { get; init; }

    /// <summary>How far each segment was copied; their number is TotalSegments. Empty before the first page.</summary>
    public IReadOnlyList<SegmentMark> Segments { get; init; } = [];

    /// <summary>True if any page was copied.</summary>
    public bool IsBegun => Segments.Any(segment => !segment.IsFresh);

    /// <summary>True if every segment was copied to its end.</summary>
    public bool IsComplete => Segments.Count > 0 && Segments.All(segment => segment.IsComplete);

    /// <summary>The mark of a new copy.</summary>
    public static CopyMark Begin() => new() { Load = Guid.NewGuid().ToString("N") };

    /// <summary>Returns the mark as the failed file sees it: how many of its lines are settled.</summary>
    public CheckpointMark ToLoadMark() => CheckpointMark.Begin() with { Load = Load, Row = Kept, FailedPath = FailedPath };

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="FormatException">The file is not a checkpoint of a copy.</exception>
    public static CopyMark Parse(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.GetProperty("DdbBatch").GetString() != Marker)
                throw new FormatException("It is not the checkpoint of a copy, or of another version.");
            int count = root.GetProperty("TotalSegments").GetInt32();
            if (count is < 0 or > Segment.MaxCount)
                throw new FormatException("No table has that many segments.");
            SegmentMark[] segments = new SegmentMark[count];
            foreach (JsonElement index in root.GetProperty("Complete").EnumerateArray())
                segments[index.GetInt32()] = new SegmentMark(null, IsComplete: true);
            foreach (JsonElement begun in root.GetProperty("Begun").EnumerateArray())
            {
                byte[] key = Encoding.UTF8.GetBytes(begun.GetProperty("LastEvaluatedKey").GetRawText());
                segments[begun.GetProperty("Segment").GetInt32()] = new SegmentMark(key, IsComplete: false);
            }

            return new CopyMark
            {
                Load = MarkText.Of(root, "Load"),
                Identity = root.TryGetProperty("Source", out _) ? ReadIdentity(root) : null,
                FailedPath = MarkText.Of(root, "FailedPath"),
                Kept = root.GetProperty("Kept").GetInt64(),
                Segments = segments,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException
            or IndexOutOfRangeException)
        {
            throw new FormatException("It has another content.", exception);
        }
    }

    /// <inheritdoc/>
    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("DdbBatch", Marker);
            writer.WriteString("Load", Load);
            if (Identity is not null)
                WriteIdentity(writer, Identity);
            writer.WriteString("FailedPath", FailedPath);
            writer.WriteNumber("Kept", Kept);
            writer.WriteNumber("TotalSegments", Segments.Count);
            WriteSegments(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static CopyIdentity ReadIdentity(JsonElement root) => new(
        MarkText.Of(root, "Source"),
        MarkText.Of(root, "SourceEndpoint"),
        MarkText.Of(root, "Destination"),
        MarkText.Of(root, "DestinationEndpoint"),
        MarkText.Of(root, "Selection"))
    {
        SourceId = ReadId(root, "SourceId"),
        DestinationId = ReadId(root, "DestinationId"),
    };

    // A file of an earlier version has no ids.
    private static string? ReadId(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement id) ? id.GetString() : null;

    private static void WriteIdentity(Utf8JsonWriter writer, CopyIdentity identity)
    {
        writer.WriteString("Source", identity.Source);
        writer.WriteString("SourceEndpoint", identity.SourceEndpoint);
        writer.WriteString("Destination", identity.Destination);
        writer.WriteString("DestinationEndpoint", identity.DestinationEndpoint);
        writer.WriteString("Selection", identity.Selection);
        writer.WriteString("SourceId", identity.SourceId);
        writer.WriteString("DestinationId", identity.DestinationId);
    }

    private void WriteSegments(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("Complete");
        for (int i = 0; i < Segments.Count; i++)
        {
            if (Segments[i].IsComplete)
                writer.WriteNumberValue(i);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("Begun");
        for (int i = 0; i < Segments.Count; i++)
        {
            if (Segments[i].Key is not { } key)
                continue;
            writer.WriteStartObject();
            writer.WriteNumber("Segment", i);
            writer.WritePropertyName("LastEvaluatedKey");
            writer.WriteRawValue(key, skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
