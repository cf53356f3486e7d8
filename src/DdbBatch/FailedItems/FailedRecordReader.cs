using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.FailedItems;

/// <summary>Reads a line of the failed file as the operation that was not written: <see cref="FailedRecord"/>.</summary>
internal static class FailedRecordReader
{
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
            if (Text(record, RecordMarker.Name) != FailedRecord.Marker)
                throw new FormatException($"This version of DdbBatch reads '{FailedRecord.Marker}', and the record is '{Text(record, RecordMarker.Name)}'.");
            return ReadItem(record, position);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException or ItemException)
        {
            throw FileErrors.InvalidJson(position, $"this is no record of a failed operation: {JsonReasons.Of(exception)}", exception);
        }
    }

    private static UnprocessedItem ReadItem(JsonElement record, FilePosition position)
    {
        OperationKind kind = Parse<OperationKind>(record, "Operation");
        OperationOutcome outcome = Parse<OperationOutcome>(record, "Outcome");
        string content = FailedRecord.ContentName(kind);
        byte[]? json = record.TryGetProperty(content, out JsonElement item)
            ? Encoding.UTF8.GetBytes(item.GetRawText())
            : null;
        bool isSnapshot = json is not null && outcome != OperationOutcome.Invalid;
        object? input = isSnapshot ? null : json is null ? ReadInput(record, content, position) : ReadTyped(record, item, position);
        return new UnprocessedItem(
            Member(record, "Position").GetInt64(),
            Text(record, "Table"),
            kind,
            outcome,
            new OperationError(Text(record, "ErrorCode"), Text(record, "Reason")),
            input)
        {
            Json = isSnapshot ? json : null,
            Change = record.TryGetProperty(nameof(UnprocessedItem.Change), out JsonElement change) ? ItemChange.OfJson(change) : null,
            Attempts = Member(record, "Attempts").GetInt32(),
            FirstLoad = OptionalText(record, nameof(UnprocessedItem.FirstLoad)) ?? OptionalText(record, FailedRecord.LoadName),
            FirstPosition = record.TryGetProperty(nameof(UnprocessedItem.FirstPosition), out JsonElement first)
                ? first.GetInt64()
                : Member(record, "Position").GetInt64(),
            SettlesAt = record.TryGetProperty("SettlesAt", out JsonElement settlesAt) ? settlesAt.GetDateTimeOffset() : null,
        };
    }

    private static object? ReadInput(JsonElement record, string content, FilePosition position)
    {
        if (!record.TryGetProperty("Input", out JsonElement input))
            throw new FormatException($"It has neither {content} nor Input.");
        return input.ValueKind == JsonValueKind.Object
            ? new DdbItem(new ItemContent.Json(Encoding.UTF8.GetBytes(input.GetRawText())), position).WithProperties()
            : PlainJson.Read(input);
    }

    private static DdbItem ReadTyped(JsonElement record, JsonElement item, FilePosition position)
    {
        ItemConverter converter = new(ConversionOptions.Create(dynamoDBJson: true));
        return new DdbItem(
            new ItemContent.Typed(converter.ConvertItem(item, schema: null), record.TryGetProperty("WasText", out _)), position)
            .WithProperties();
    }

    private static JsonElement Member(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement member) ? member : throw new FormatException($"It has no {name}.");

    private static string Text(JsonElement record, string name) => Member(record, name).GetString() ?? "";

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
