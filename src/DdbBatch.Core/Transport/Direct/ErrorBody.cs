using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Transport.Direct;

/// <summary>The body of an error answer (Developer Guide, "Error handling with DynamoDB").</summary>
/// <param name="Code">The error code without its namespace; empty where the body isn't DynamoDB's.</param>
/// <param name="Message">The message; the beginning of a body that isn't DynamoDB's.</param>
/// <param name="ThrottlingReasons">Which table or index was throttled, and why.</param>
internal sealed record ErrorBody(string Code, string Message, IReadOnlyList<string> ThrottlingReasons)
{
    /// <summary>Reads a body.</summary>
    public static ErrorBody Read(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement error = document.RootElement;
            if (error.ValueKind == JsonValueKind.Object)
                return new ErrorBody(WithoutNamespace(Text(error, "__type")), Text(error, "message"), Reasons(error));
        }
        catch (JsonException)
        {
            // A proxy, or something else that has DynamoDB's address.
        }

        return new ErrorBody("", Excerpt.Of(Encoding.UTF8.GetString(body)), []);
    }

    // com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException:http://…
    private static string WithoutNamespace(string type) => type[(type.LastIndexOf('#') + 1)..].Split(':')[0];

    private static string[] Reasons(JsonElement error) =>
        Member(error, "throttlingReasons") is { ValueKind: JsonValueKind.Array } reasons
            ? [.. reasons.EnumerateArray().Select(reason => $"{Text(reason, "reason")} {Text(reason, "resource")}")]
            : [];

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    // Some of DynamoDB's errors begin these names with a capital letter.
    private static JsonElement? Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;
        foreach (JsonProperty member in parent.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }
}
