using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Bulk.Report;

/// <summary>
/// Reads the records of a report. The names of their members are not fully documented, so every name with the same meaning
/// is accepted, and a record that cannot be understood is kept unchanged: no record is lost.
/// </summary>
internal static class BulkRecord
{
    private static readonly string[] ItemNames = ["item", "attempteditem"];
    private static readonly string[] RecordNames = ["rawrecord", "record", "inputrecord", "originalrecord", "input", "data", "line"];
    private static readonly string[] CodeNames = ["errorcode", "code", "errortype", "type"];
    private static readonly string[] MessageNames = ["errormessage", "message", "reason", "error", "description"];
    private static readonly string[] KeyNames = ["s3key", "s3objectkey", "objectkey", "inputkey", "object", "file", "filename"];
    private static readonly string[] LineNames = ["linenumber", "line", "recordnumber", "row"];

    /// <summary>Reads a line of a report.</summary>
    public static BulkFailure Read(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line.ToArray());
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, JsonLimits.Document);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Read(document.RootElement, text);
        }
        catch (JsonException)
        {
        }

        return new BulkFailure("Unreadable", "The report has this record, which can't be read.") { Raw = text };
    }

    private static BulkFailure Read(JsonElement record, string text)
    {
        JsonElement? error = Find(record, ["error"], JsonValueKind.Object);
        string? code = Text(record, CodeNames) ?? (error is { } inner ? Text(inner, CodeNames) : null);
        string? message = Text(record, MessageNames) ?? (error is { } within ? Text(within, MessageNames) : null);
        BulkFailure failure = new(code ?? "NotProcessed", message ?? "DynamoDB couldn't process it, and gives no reason.")
        {
            ObjectKey = Text(record, KeyNames) is { } key ? WithoutBucket(key) : null,
            Line = Find(record, LineNames, JsonValueKind.Number) is { } number && number.TryGetInt64(out long line) ? line : null,
        };
        if (FindItem(record) is { } item)
            return failure with { Item = item };
        string? raw = Text(record, RecordNames) ?? Find(record, RecordNames, JsonValueKind.Object)?.GetRawText();
        // A record that has only the name of an object applies to the whole object.
        return failure with { Raw = raw ?? (failure.ObjectKey is null ? text : null) };
    }

    // The item, either in the record's member Item or in the quoted input.
    private static byte[]? FindItem(JsonElement record)
    {
        if (Find(record, ItemNames, JsonValueKind.Object) is { } item && DynamoDBJsonShape.IsMap(item))
            return Encoding.UTF8.GetBytes(item.GetRawText());
        if (DynamoDBJsonShape.IsMap(record) && record.EnumerateObject().Any())
            return Encoding.UTF8.GetBytes(record.GetRawText());
        if (Find(record, RecordNames, JsonValueKind.Object) is { } quoted)
            return FindItem(quoted);
        return Text(record, RecordNames) is { } text ? FindItem(text) : null;
    }

    private static byte[]? FindItem(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, JsonLimits.Document);
            return document.RootElement.ValueKind == JsonValueKind.Object ? FindItem(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string WithoutBucket(string key) =>
        key.StartsWith("s3://", StringComparison.Ordinal) ? key.Substring(key.IndexOf('/', "s3://".Length) + 1) : key;

    private static string? Text(JsonElement record, string[] names) => Find(record, names, JsonValueKind.String)?.GetString();

    // Finds the first of the names that is present, in any spelling: ErrorCode, errorCode, error_code.
    private static JsonElement? Find(JsonElement record, string[] names, JsonValueKind kind)
    {
        foreach (string name in names)
        {
            foreach (JsonProperty property in record.EnumerateObject())
            {
                if (property.Value.ValueKind == kind
                    && string.Equals(property.Name.Replace("_", ""), name, StringComparison.OrdinalIgnoreCase))
                    return property.Value;
            }
        }

        return null;
    }
}
