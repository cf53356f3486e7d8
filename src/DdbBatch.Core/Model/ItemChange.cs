using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Model;

/// <summary>
/// All that an operation says besides its item: the attributes that it removes, whether the item has to exist, and its
/// condition. A retry and a replay repeat it as it is.
/// </summary>
internal sealed record ItemChange
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The attributes that an Update removes, by their names (REMOVE).</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>True if only an item that exists is changed (-MustExist).</summary>
    public bool MustExist { get; init; }

    /// <summary>
    /// The condition as the user wrote it, for example <c>#Version &lt; :Version</c>; null without one. See
    /// ConditionExpression.
    /// </summary>
    public string? Condition { get; init; }

    /// <summary>The values that the condition names, without the colon, each in DynamoDB JSON: <c>{"N":"5"}</c>.</summary>
    public IReadOnlyDictionary<string, byte[]> ConditionValues { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>
    /// The same without the input's own values and the attributes that its empty values remove, for a row that is refused and
    /// converted again; null if nothing is left then. It is not part of the JSON.
    /// </summary>
    public ItemChange? Unbound { get; init; }

    /// <summary>
    /// True if the run ended before a script block chose the operation: a replay needs -Operation, because a put in place
    /// of an update would replace the item.
    /// </summary>
    public bool IsOperationOpen { get; init; }

    /// <summary>True if DynamoDB may refuse the operation for the state of the item.</summary>
    public bool IsConditional => MustExist || Condition is not null;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ItemChange OfJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("A change is an object.");
        ItemChange change = new();
        foreach (JsonProperty member in json.EnumerateObject())
        {
            change = member.Name switch
            {
                "Remove" => change with { Removed = [.. member.Value.EnumerateArray().Select(Text)] },
                "OperationOpen" => change with { IsOperationOpen = member.Value.GetBoolean() },
                "MustExist" => change with { MustExist = member.Value.GetBoolean() },
                "Condition" => change with { Condition = Text(member.Value) },
                "ConditionValues" => change with
                {
                    ConditionValues = member.Value.EnumerateObject().ToDictionary(
                        value => value.Name, value => System.Text.Encoding.UTF8.GetBytes(value.Value.GetRawText()), StringComparer.Ordinal),
                },
                _ => throw new FormatException($"A change has no {member.Name}."),
            };
        }

        return change;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ItemChange OfJson(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
            return OfJson(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException(JsonReasons.Of(exception), exception);
        }
    }

    /// <summary>
    /// The change as JSON: <c>{"Remove":["Old"],"MustExist":true,"Condition":"…","ConditionValues":{"Version":{"N":"5"}}}</c>;
    /// a member that says nothing is left out.
    /// </summary>
    public byte[] ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, WriterOptions))
        {
            writer.WriteStartObject();
            WriteMembers(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string Text(JsonElement text) => text.GetString() ?? throw new FormatException("A text is missing.");

    private void WriteMembers(Utf8JsonWriter writer)
    {
        if (Removed.Count > 0)
        {
            writer.WriteStartArray("Remove");
            foreach (string name in Removed)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        if (IsOperationOpen)
            writer.WriteBoolean("OperationOpen", true);
        if (MustExist)
            writer.WriteBoolean("MustExist", true);
        if (Condition is not null)
            writer.WriteString("Condition", Condition);
        if (ConditionValues.Count == 0)
            return;
        writer.WriteStartObject("ConditionValues");
        foreach (KeyValuePair<string, byte[]> value in ConditionValues)
        {
            writer.WritePropertyName(value.Key);
            writer.WriteRawValue(value.Value, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
