using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Which attributes of an item an answer has. Paths into attributes fail the test: DynamoDB Local knows those.</summary>
internal sealed class Projection
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _names;

    private Projection(HashSet<string> names) => _names = names;

    /// <summary>Reads the projection of a request; null if it has none.</summary>
    public static Projection? Read(JsonElement request, ExpressionScope scope)
    {
        if (!request.TryGetProperty("ProjectionExpression", out JsonElement text))
            return null;
        ExpressionTokens tokens = new("ProjectionExpression", text.GetString()!);
        HashSet<string> names = [];
        do
        {
            AttributePath path = AttributePath.Take(tokens, scope);
            if (path.IsNested)
                throw new NotSupportedException($"The simulator does not project {string.Join('.', path.Steps)}.");
            names.Add(path.Name);
        }
        while (tokens.TryTake(","));
        return new Projection(names);
    }

    /// <summary>The attributes of an item that are asked for, in DynamoDB JSON.</summary>
    public ReadOnlyMemory<byte> Apply(StoredItem item)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, Relaxed);
        json.WriteStartObject();
        foreach (JsonProperty attribute in item.Attributes.EnumerateObject().Where(attribute => _names.Contains(attribute.Name)))
            attribute.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
