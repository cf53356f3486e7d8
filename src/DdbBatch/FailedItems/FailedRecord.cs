using System;
using System.Globalization;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.FailedItems;

/// <summary>Converts an operation that was not written to a line of JSON, and the line back to the operation.</summary>
/// <remarks>
/// <c>{"DdbBatch":"failed/1","Table":…,"Operation":…,"Outcome":…,"Item":…}</c>: the marker comes first. The item is in
/// DynamoDB JSON under Item, or its key under Key; all else that the operation says, such as its condition, is under Change.
/// An object that couldn't be converted is under Input, as plain JSON, or as one text if JSON can't hold it exactly. Load is there if a
/// checkpoint is: with Position it says which row of which load it is.
/// </remarks>
internal static class FailedRecord
{
    private const string MarkerName = "DdbBatch";
    private const string MarkerStart = "failed/";
    private const string Marker = MarkerStart + "1";
    private const string LoadName = "Load";

    private static readonly byte[] Start = System.Text.Encoding.UTF8.GetBytes($"{{\"{MarkerName}\":\"{Marker}\"");

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
            writer.WriteString(MarkerName, Marker);
            if (load is not null)
                writer.WriteString(LoadName, load);
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

    /// <summary>True if an object is a record, by its marker: no item starts with it by chance.</summary>
    public static bool HasMarker(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        return reader.Read()
            && reader.Read()
            && reader.TokenType == JsonTokenType.PropertyName
            && reader.ValueTextEquals(MarkerName)
            && reader.Read()
            && reader.TokenType == JsonTokenType.String
            && reader.GetString()!.StartsWith(MarkerStart, StringComparison.Ordinal);
    }

    /// <summary>True if a file that starts with this line can be one of records; the line may be truncated.</summary>
    public static bool CanBeginWith(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty || HasMarker(line);
        }
        catch (JsonException)
        {
            return Start.AsSpan().StartsWith(line);
        }
    }

    /// <summary>Determines whether a line belongs to a load, and its row.</summary>
    /// <param name="line">The line; it may be truncated.</param>
    /// <param name="load">The load.</param>
    /// <param name="row">The row; after every other row if the line is truncated, because it was being written when the load
    /// ended.</param>
    /// <param name="isInvalid">True if the row was refused, so that no operation waits for it.</param>
    public static bool TryReadPlace(ReadOnlySpan<byte> line, string load, out long row, out bool isInvalid)
    {
        (row, isInvalid) = (long.MaxValue, false);
        if (line.IndexOf(System.Text.Encoding.UTF8.GetBytes(load)) < 0)
            return false;
        Utf8JsonReader reader = new(line, JsonLimits.Reader);
        try
        {
            bool isOfLoad = false;
            bool isOfFirstLoad = false;
            long firstRow = 0;
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
            {
                string name = reader.GetString()!;
                reader.Read();
                if (name == LoadName)
                    isOfLoad = reader.ValueTextEquals(load);
                else if (name == nameof(UnprocessedItem.FirstLoad))
                    isOfFirstLoad = reader.ValueTextEquals(load);
                else if (name == nameof(UnprocessedItem.FirstPosition))
                    firstRow = reader.GetInt64();
                else if (name == nameof(UnprocessedItem.Position))
                    row = reader.GetInt64();
                else if (name == nameof(UnprocessedItem.Outcome))
                    isInvalid = reader.ValueTextEquals(nameof(OperationOutcome.Invalid));
            }

            if (isOfFirstLoad)
                row = firstRow;
            return isOfLoad || isOfFirstLoad;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            row = long.MaxValue;
            return true;
        }
    }

    /// <summary>Reads a line as a record.</summary>
    /// <exception cref="FileException">The line is not a record, or is of another version.</exception>
    public static UnprocessedItem Read(ReadOnlySpan<byte> line, FilePosition position)
    {
        byte[] bytes = line.ToArray();
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, JsonLimits.Document);
            return Read(document.RootElement.Clone(), position);
        }
        catch (JsonException exception)
        {
            throw FileErrors.InvalidJson(position, $"this is no record of a failed operation: {JsonReasons.Of(exception)}", exception);
        }
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FileException">The record is of another version, or a member is missing.</exception>
    public static UnprocessedItem Read(JsonElement record, FilePosition position)
    {
        try
        {
            if (Text(record, MarkerName) != Marker)
                throw new FormatException($"This version of DdbBatch reads '{Marker}', and the record is '{Text(record, MarkerName)}'.");
            return ReadItem(record, position);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException
            or System.Collections.Generic.KeyNotFoundException or ItemException)
        {
            throw FileErrors.InvalidJson(position, $"this is no record of a failed operation: {JsonReasons.Of(exception)}", exception);
        }
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
            writer.WritePropertyName(ContentName(item.Operation));
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

    // An update has the key among the attributes that it sets.
    private static string ContentName(OperationKind kind) => kind == OperationKind.Delete ? "Key" : "Item";

    private static UnprocessedItem? FirstOf(UnprocessedItem item) => item.Former is { FirstLoad: not null } former ? former : null;

    private static UnprocessedItem ReadItem(JsonElement record, FilePosition position)
    {
        OperationKind kind = Parse<OperationKind>(record, "Operation");
        OperationOutcome outcome = Parse<OperationOutcome>(record, "Outcome");
        byte[]? json = record.TryGetProperty(ContentName(kind), out JsonElement item)
            ? System.Text.Encoding.UTF8.GetBytes(item.GetRawText())
            : null;
        bool isSnapshot = json is not null && outcome != OperationOutcome.Invalid;
        object? input = isSnapshot ? null : json is null ? ReadInput(record.GetProperty("Input"), position) : ReadTyped(record, item, position);
        return new UnprocessedItem(
            record.GetProperty("Position").GetInt64(),
            Text(record, "Table"),
            kind,
            outcome,
            new OperationError(Text(record, "ErrorCode"), Text(record, "Reason")),
            input)
        {
            Json = isSnapshot ? json : null,
            Change = record.TryGetProperty(nameof(UnprocessedItem.Change), out JsonElement change) ? ItemChange.OfJson(change) : null,
            Attempts = record.GetProperty("Attempts").GetInt32(),
            FirstLoad = OptionalText(record, nameof(UnprocessedItem.FirstLoad)) ?? OptionalText(record, LoadName),
            FirstPosition = record.TryGetProperty(nameof(UnprocessedItem.FirstPosition), out JsonElement first)
                ? first.GetInt64()
                : record.GetProperty("Position").GetInt64(),
            SettlesAt = record.TryGetProperty("SettlesAt", out JsonElement settlesAt) ? settlesAt.GetDateTimeOffset() : null,
        };
    }

    private static object? ReadInput(JsonElement input, FilePosition position) => input.ValueKind == JsonValueKind.Object
        ? new DdbItem(new ItemContent.Json(System.Text.Encoding.UTF8.GetBytes(input.GetRawText())), position).WithProperties()
        : PlainJson.Read(input);

    private static DdbItem ReadTyped(JsonElement record, JsonElement item, FilePosition position)
    {
        ItemConverter converter = new(ConversionOptions.Create(dynamoDBJson: true));
        return new DdbItem(
            new ItemContent.Typed(converter.ConvertItem(item, schema: null), record.TryGetProperty("WasText", out _)), position)
            .WithProperties();
    }

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString() ?? "";

    private static string? OptionalText(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static TEnum Parse<TEnum>(JsonElement record, string name)
        where TEnum : struct, Enum
    {
        string text = Text(record, name);
        return Enum.TryParse(text, out TEnum value) && value.ToString() == text
            ? value
            : throw new FormatException(string.Format(CultureInfo.InvariantCulture, "{0} is '{1}'.", name, text));
    }
}
