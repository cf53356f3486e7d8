using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Bulk;

/// <summary>A table of DynamoDB Local. Items reach it as the bytes that they are in the input.</summary>
internal sealed class DynamoDbTable(HttpClient dynamoDb, string table) : IBulkTable
{
    // DynamoDB Local wants to see a signature and doesn't check it.
    private const string Authorization =
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

    /// <inheritdoc/>
    /// <exception cref="BulkFailure">The table is gone.</exception>
    public async Task<IReadOnlyList<BulkError>> PutAsync(IReadOnlyList<BulkRecord> records, CancellationToken cancellation)
    {
        List<BulkError> errors = [];
        await PutAsync(records.ToArray(), errors, cancellation);
        return errors;
    }

    /// <summary>Halves a batch that is refused, until the bad items stand alone. The order stays: one may replace another.</summary>
    private async Task PutAsync(ReadOnlyMemory<BulkRecord> records, List<BulkError> errors, CancellationToken cancellation)
    {
        (string Code, string Message)? refusal = await SendAsync(records, cancellation);
        if (refusal is not { } error)
            return;
        if (error.Code == "ResourceNotFoundException")
            throw new BulkFailure("TableNotFound", error.Message);
        if (records.Length == 1)
        {
            errors.Add(new BulkError(records.Span[0], error.Code, error.Message));
            return;
        }

        int half = records.Length / 2;
        await PutAsync(records[..half], errors, cancellation);
        await PutAsync(records[half..], errors, cancellation);
    }

    private async Task<(string Code, string Message)?> SendAsync(
        ReadOnlyMemory<BulkRecord> records, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/");
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        // Other servers refuse a signature without a time.
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.BatchWriteItem");
        request.Content = new ReadOnlyMemoryContent(ToBody(records.Span))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0") },
        };
        using HttpResponseMessage answer = await dynamoDb.SendAsync(request, cancellation);
        if (answer.IsSuccessStatusCode)
            return null;
        string body = await answer.Content.ReadAsStringAsync(cancellation);
        return ReadError(body.Length > 0 ? body : """{"__type":"#ValidationException","message":"The request is too large"}""");
    }

    private ReadOnlyMemory<byte> ToBody(ReadOnlySpan<BulkRecord> records)
    {
        ArrayBufferWriter<byte> body = new();
        body.Write(Encoding.UTF8.GetBytes($$"""{"RequestItems":{{{JsonSerializer.Serialize(table)}}:["""));
        for (int index = 0; index < records.Length; index++)
        {
            body.Write(index > 0 ? ",{\"PutRequest\":{\"Item\":"u8 : "{\"PutRequest\":{\"Item\":"u8);
            body.Write(records[index].ItemJson);
            body.Write("}}"u8);
        }

        body.Write("]}}"u8);
        return body.WrittenMemory;
    }

    private static (string Code, string Message) ReadError(string body)
    {
        JsonElement error = JsonElement.Parse(body);
        string type = error.GetProperty("__type").GetString()!;
        JsonElement message = error.TryGetProperty("message", out JsonElement lower) ? lower : error.GetProperty("Message");
        return (type[(type.IndexOf('#') + 1)..], message.GetString() ?? "");
    }
}
