using System;
using System.Text.Json;

namespace DdbBatch.Storage;

/// <summary>Reads the texts of a checkpoint file.</summary>
internal static class MarkText
{
    /// <summary>Returns the text of a member.</summary>
    /// <exception cref="FormatException">It is null.</exception>
    /// <exception cref="InvalidOperationException">It is no text.</exception>
    /// <exception cref="System.Collections.Generic.KeyNotFoundException">There is none.</exception>
    public static string Of(JsonElement parent, string name) =>
        parent.GetProperty(name).GetString() ?? throw new FormatException($"{name} is missing.");
}
