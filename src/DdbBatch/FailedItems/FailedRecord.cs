using System;
using System.Text;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.FailedItems;

/// <summary>The form of an operation that was not written as a line of JSON, and what can be found out without reading the whole line.</summary>
/// <remarks>
/// <c>{"DdbBatch":"failed/1","Table":…,"Operation":…,"Outcome":…,"Item":…}</c>: the marker comes first. The item is in
/// DynamoDB JSON under Item, or its key under Key; all else that the operation says, such as its condition, is under Change.
/// An object that couldn't be converted is under Input, as plain JSON, or as one text if JSON can't hold it exactly. Load is there if a
/// checkpoint is: with Position it says which row of which load it is.
/// </remarks>
internal static class FailedRecord
{
    /// <summary>The marker that this version writes and reads.</summary>
    public const string Marker = RecordMarker.Start + "1";

    /// <summary>The name of the member for the load.</summary>
    public const string LoadName = "Load";

    private static readonly byte[] Start = Encoding.UTF8.GetBytes($"{{\"{RecordMarker.Name}\":\"{Marker}\"");

    /// <summary>True if a file that starts with this line can be one of records; the line may be truncated.</summary>
    public static bool CanBeginWith(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.IsEmpty || RecordMarker.IsOn(line);
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
        if (line.IndexOf(Encoding.UTF8.GetBytes(load)) < 0)
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

    /// <summary>The name of the member for the item. An update has the key among the attributes that it sets.</summary>
    public static string ContentName(OperationKind kind) => kind == OperationKind.Delete ? "Key" : "Item";
}
