using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>The body of an error answer (Developer Guide, "Error handling with DynamoDB").</summary>
/// <param name="Code">The error code without its namespace; empty if the body isn't an error of an AWS service.</param>
/// <param name="Message">The message; the beginning of a body that isn't an AWS service's.</param>
/// <param name="ThrottlingReasons">Which table or index was throttled, and why.</param>
internal sealed record ErrorBody(string Code, string Message, IReadOnlyList<string> ThrottlingReasons)
{
    /// <summary>The item that made a condition false, in DynamoDB JSON; null without one.</summary>
    public byte[]? Item { get; init; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="type">The header x-amzn-ErrorType; null if there is none.</param>
    public static ErrorBody Read(byte[] body, string? type = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, JsonLimits.Document);
            JsonElement error = document.RootElement;
            if (error.ValueKind == JsonValueKind.Object)
            {
                // AWS JSON protocol: the header, or "__type", or "code".
                string code = new[] { type ?? "", Text(error, "__type"), AwsCode(error) }
                    .Select(WithoutNamespace).FirstOrDefault(found => found.Length > 0) ?? "";
                string message = Text(error, "message");
                return new ErrorBody(code, code is "" && message is "" ? Start(body) : message, Reasons(error))
                {
                    Item = Member(error, "Item") is { ValueKind: JsonValueKind.Object } item ? Encoding.UTF8.GetBytes(item.GetRawText()) : null,
                };
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The answer of a proxy, or of another server at DynamoDB's address; or text that is not UTF-8.
        }

        return new ErrorBody(WithoutNamespace(type ?? ""), Start(body), []);
    }

    /// <summary>The beginning of a body.</summary>
    public static string Start(byte[] body) => Excerpt.Of(AnswerReader.TextOf(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4096))));

    // Gateways have a member of this name too: {"code":"BAD_REQUEST"} isn't an error of DynamoDB.
    private static string AwsCode(JsonElement error)
    {
        string code = Text(error, "code");
        string name = WithoutNamespace(code);
        return name.EndsWith("Exception", StringComparison.Ordinal) || ErrorClassifier.IsKnown(name) ? code : "";
    }

    // com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException:http://…
    private static string WithoutNamespace(string type) => type.Substring(type.LastIndexOf('#') + 1).Split(':')[0].Trim();

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
