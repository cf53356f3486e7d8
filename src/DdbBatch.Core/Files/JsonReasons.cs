using System;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>What the JSON parser says is wrong, without the place: a line's own count begins at 0.</summary>
internal static class JsonReasons
{
    public static string Of(JsonException exception)
    {
        int i = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return i < 0 ? exception.Message : exception.Message.Substring(0, i);
    }
}
