using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace DdbBatch.Tests;

/// <summary>Sends bodies to DynamoDB Local as they are, so that what it says of them is said of exactly these bytes.</summary>
internal static class DynamoDbWire
{
    private static readonly HttpClient Http = new();

    /// <summary>Calls an operation.</summary>
    /// <returns>The answer's body, and whether it was a success.</returns>
    public static async Task<(bool IsSuccess, string Body)> CallAsync(Uri endpoint, string operation, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, endpoint);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        using HttpResponseMessage response = await Http.SendAsync(request);
        return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Puts one item, by the operation that the module uses.</summary>
    /// <returns>Null if the item was stored; otherwise DynamoDB's message.</returns>
    public static async Task<string?> PutAsync(Uri endpoint, string table, string item)
    {
        string body = $$$"""{"RequestItems":{"{{{table}}}":[{"PutRequest":{"Item":{{{item}}}}}]}}""";
        (bool isSuccess, string answer) = await CallAsync(endpoint, "BatchWriteItem", body);
        return isSuccess ? null : answer;
    }

    /// <summary>All items of a table as the answers have them, in DynamoDB JSON.</summary>
    public static async Task<IReadOnlyList<string>> ScanAsync(Uri endpoint, string table)
    {
        List<string> items = [];
        string start = "";
        do
        {
            (bool isSuccess, string body) = await CallAsync(
                endpoint, "Scan", $$"""{"TableName":"{{table}}","ConsistentRead":true{{start}}}""");
            if (!isSuccess)
                throw new InvalidOperationException(body);
            using JsonDocument page = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 1000 });
            items.AddRange(page.RootElement.GetProperty("Items").EnumerateArray().Select(item => item.GetRawText()));
            start = page.RootElement.TryGetProperty("LastEvaluatedKey", out JsonElement last)
                ? $",\"ExclusiveStartKey\":{last.GetRawText()}"
                : "";
        }
        while (start.Length > 0);

        return items;
    }
}
