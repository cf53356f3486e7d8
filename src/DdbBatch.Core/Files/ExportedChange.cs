using System;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>
/// One change in an incremental export: Metadata, Keys, and the images that the export's view has (Developer Guide,
/// "DynamoDB table export output format"). An item has one change at most, from its first state to its last.
/// </summary>
internal static class ExportedChange
{
    /// <summary>Whether an object is a change.</summary>
    public static bool IsChange(JsonElement value) =>
        value.TryGetProperty("Metadata", out JsonElement metadata)
        && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("WriteTimestampMicros", out _)
        && value.TryGetProperty("Keys", out JsonElement keys)
        && keys.ValueKind == JsonValueKind.Object;

    /// <summary>The operation that makes the change, or the one that undoes it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isRevert">
    /// Undo it. The export must have both images: with new images only, an update looks as an insert does.
    /// </param>
    /// <exception cref="FormatException">It has no key, or an image that is not of that key.</exception>
    public static DynamoDBJsonEntry Read(JsonElement change, bool isRevert)
    {
        JsonElement keys = change.GetProperty("Keys");
        if (!keys.EnumerateObject().Any())
            throw new FormatException("The change has no attribute in Keys.");
        string name = isRevert ? "OldImage" : "NewImage";
        if (!change.TryGetProperty(name, out JsonElement image) || image.ValueKind == JsonValueKind.Null)
            return new DynamoDBJsonEntry(keys, Table: null, OperationKind.Delete);
        return HasKeys(image, keys)
            ? new DynamoDBJsonEntry(image, Table: null, OperationKind.Put) { Key = keys }
            : throw new FormatException($"The change has a {name} without the attributes of its Keys.");
    }

    private static bool HasKeys(JsonElement image, JsonElement keys) =>
        image.ValueKind == JsonValueKind.Object && keys.EnumerateObject().All(key => image.TryGetProperty(key.Name, out _));
}
