using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>A BatchWriteItem cut in two: writes that DynamoDB gets to see, and writes that it leaves unprocessed.</summary>
internal sealed class UnprocessedSubset
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<ProxiedWrite> _forwarded = [];
    private readonly List<ProxiedWrite> _unprocessed = [];

    /// <summary>Cuts by chance.</summary>
    public static UnprocessedSubset Choose(ProxiedRequest request, double share)
    {
        HashSet<int> chosen = request.Choose(request.Writes.Count, share);
        UnprocessedSubset subset = new();
        for (int index = 0; index < request.Writes.Count; index++)
            (chosen.Contains(index) ? subset._unprocessed : subset._forwarded).Add(request.Writes[index]);
        return subset;
    }

    /// <summary>Lets DynamoDB write the one part and adds the other to its answer.</summary>
    public async Task<DynamoDbAnswer> AnswerAsync(FaultyExchange exchange)
    {
        if (_unprocessed.Count == 0)
            return await exchange.ForwardToDynamoDbAsync();
        if (_forwarded.Count == 0)
            return new DynamoDbAnswer(200, Replace("{}"u8.ToArray(), "UnprocessedItems", _unprocessed));
        DynamoDbAnswer answer = await exchange.ForwardToDynamoDbAsync(Replace(exchange.Request.Body, "RequestItems", _forwarded));
        return answer.Status == 200
            ? new DynamoDbAnswer(200, Replace(answer.Body, "UnprocessedItems", _unprocessed))
            : answer;
    }

    /// <summary>A JSON object with one property replaced or added: writes by table.</summary>
    private static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json, string name, List<ProxiedWrite> writes)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Relaxed))
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in JsonElement.Parse(json.Span).EnumerateObject().Where(p => p.Name != name))
                property.WriteTo(writer);
            writer.WriteStartObject(name);
            foreach (IGrouping<string, ProxiedWrite> table in writes.GroupBy(write => write.Table))
            {
                writer.WriteStartArray(table.Key);
                foreach (ProxiedWrite write in table)
                    write.Request.WriteTo(writer);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
