using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.FailedItems;

/// <summary>Writes an operation that was not written to the table as a line of the failed file: <see cref="FailedRecord"/>.</summary>
internal static class FailedRecordWriter
{
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a record.</summary>
    /// <param name="item">The operation.</param>
    /// <param name="load">The operation's load; null without a checkpoint.</param>
    public static byte[] Write(UnprocessedItem item, string? load)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString(RecordMarker.Name, FailedRecord.Marker);
            if (load is not null)
                writer.WriteString(FailedRecord.LoadName, load);
            if (FirstOf(item) is { } first)
            {
                writer.WriteString(nameof(item.FirstLoad), first.FirstLoad);
                writer.WriteNumber(nameof(item.FirstPosition), first.FirstPosition);
            }

            writer.WriteString(nameof(item.Table), item.Table);
            writer.WriteString(nameof(item.Operation), item.Operation.ToString());
            writer.WriteString(nameof(item.Outcome), item.Outcome.ToString());
            WriteContent(writer, item);
            writer.WriteString(nameof(item.ErrorCode), item.ErrorCode);
            writer.WriteString(nameof(item.Reason), item.Reason);
            writer.WriteNumber(nameof(item.Attempts), item.Attempts);
            writer.WriteNumber(nameof(item.Position), item.Position);
            if (item.SettlesAt is { } settlesAt)
                writer.WriteString(nameof(item.SettlesAt), settlesAt);
            writer.WriteString("Time", DateTimeOffset.UtcNow);
            writer.WriteEndObject();
        }

        return line.ToArray();
    }

    private static void WriteContent(Utf8JsonWriter writer, UnprocessedItem item)
    {
        // An operation that fails again is kept unchanged.
        while (item.Json is null && item.Former is { } former)
            item = former;
        if (item.Change is { } change)
        {
            writer.WritePropertyName(nameof(item.Change));
            writer.WriteRawValue(change.ToJson(), skipInputValidation: true);
        }

        DdbItem? imported = item.InputObject as DdbItem;
        ItemContent.Typed? typed = imported?.Content as ItemContent.Typed;
        if ((item.Json ?? (typed is null ? null : TypedJson(imported!, typed))) is { } json)
        {
            writer.WritePropertyName(FailedRecord.ContentName(item.Operation));
            writer.WriteRawValue(json, skipInputValidation: true);
            if (item.Json is null && typed!.WasText)
                writer.WriteBoolean("WasText", true);
            return;
        }

        writer.WritePropertyName("Input");
        KeptInput.Of(item.InputObject, WriterOptions).WriteTo(writer);
    }

    // A script may have changed the item. Null if the result is not an item any more.
    private static byte[]? TypedJson(DdbItem imported, ItemContent.Typed typed)
    {
        if (imported.FindEdited() is null)
            return typed.Item.Json;
        try
        {
            return new ItemConverter(ConversionOptions.Create()).ConvertItem(imported, schema: null).Json;
        }
        catch (ItemException)
        {
            return null;
        }
    }

    private static UnprocessedItem? FirstOf(UnprocessedItem item) => item.Former is { FirstLoad: not null } former ? former : null;
}
