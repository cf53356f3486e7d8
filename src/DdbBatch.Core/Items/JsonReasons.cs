using System;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>Describes the errors of a JSON text.</summary>
internal static class JsonReasons
{
    /// <summary>
    /// Returns the JSON parser's message, without the position, because it counts from 0 within a line, and without its
    /// advice to programmers.
    /// </summary>
    public static string Of(Exception exception)
    {
        string message = exception.Message;
        foreach (string place in new[] { " Path: ", " LineNumber:" })
        {
            int i = message.IndexOf(place, StringComparison.Ordinal);
            if (i >= 0 && exception is JsonException)
                message = message.Substring(0, i);
        }

        return message.Replace(" Change the reader options.", "");
    }

    /// <summary>The name of the kind of value that a token starts.</summary>
    public static string NameOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
