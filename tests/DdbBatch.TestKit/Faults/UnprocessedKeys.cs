using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>
/// A BatchGetItem for one table cut in two: keys that DynamoDB gets to see, and keys that it leaves unprocessed, with the other
/// members of the request (API reference, BatchGetItem, "UnprocessedKeys").
/// </summary>
internal sealed class UnprocessedKeys
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonProperty _table;
    private readonly List<JsonElement> _forwarded = [];
    private readonly List<JsonElement> _unprocessed = [];

    private UnprocessedKeys(JsonProperty table) => _table = table;

    /// <summary>Cuts by chance.</summary>
    public static UnprocessedKeys Choose(ProxiedRequest request, double share)
    {
        JsonProperty table = JsonElement.Parse(request.Body.Span).GetProperty("RequestItems").EnumerateObject().Single();
        JsonElement[] keys = [.. table.Value.GetProperty("Keys").EnumerateArray()];
        HashSet<int> chosen = request.Choose(keys.Length, share);
        UnprocessedKeys cut = new(table);
        for (int index = 0; index < keys.Length; index++)
            (chosen.Contains(index) ? cut._unprocessed : cut._forwarded).Add(keys[index]);
        return cut;
    }

    /// <summary>Lets DynamoDB answer for the one part and adds the other to its answer.</summary>
    public async Task<DynamoDbAnswer> AnswerAsync(FaultyExchange exchange)
    {
        if (_unprocessed.Count == 0)
            return await exchange.ForwardToDynamoDbAsync();
        if (_forwarded.Count == 0)
            return new DynamoDbAnswer(200, Replace(EmptyAnswer(), "UnprocessedKeys", _unprocessed));
        DynamoDbAnswer answer = await exchange.ForwardToDynamoDbAsync(Replace(exchange.Request.Body, "RequestItems", _forwarded));
        return answer.Status == 200 ? new DynamoDbAnswer(200, Replace(answer.Body, "UnprocessedKeys", _unprocessed)) : answer;
    }

    // DynamoDB names the table also if it has no item of it, and consumes nothing.
    private byte[] EmptyAnswer() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Responses = new Dictionary<string, object[]> { [_table.Name] = [] },
        ConsumedCapacity = new[] { new { TableName = _table.Name, CapacityUnits = 0.0 } },
    });

    private ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json, string name, List<JsonElement> keys)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Relaxed))
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in JsonElement.Parse(json.Span).EnumerateObject().Where(p => p.Name != name))
                property.WriteTo(writer);
            writer.WriteStartObject(name);
            WriteTable(writer, keys);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteTable(Utf8JsonWriter writer, List<JsonElement> keys)
    {
        writer.WriteStartObject(_table.Name);
        foreach (JsonProperty member in _table.Value.EnumerateObject().Where(member => member.Name != "Keys"))
            member.WriteTo(writer);
        writer.WriteStartArray("Keys");
        foreach (JsonElement key in keys)
            key.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
