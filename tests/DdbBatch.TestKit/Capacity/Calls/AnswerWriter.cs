using System;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Writes the body of an answer, which is a JSON object.</summary>
internal static class AnswerWriter
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer with the members that an action writes.</summary>
    public static DynamoDbAnswer Write(Action<Utf8JsonWriter> writeMembers)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Relaxed))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        return new DynamoDbAnswer(200, buffer.WrittenMemory);
    }

    /// <summary>Writes JSON as it is.</summary>
    public static void WriteJson(this Utf8JsonWriter json, ReadOnlyMemory<byte> value) =>
        json.WriteRawValue(value.Span, skipInputValidation: true);
}
