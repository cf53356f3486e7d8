using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Answers to DescribeTable.</summary>
internal static class TableDescriptions
{
    /// <summary>The name of the table that a request asks about.</summary>
    public static string RequestedTable(HttpRequest request)
    {
        string table = JsonElement.Parse(request.Body.Span).GetProperty("TableName").GetString()!;
        return table[(table.LastIndexOf('/') + 1)..];
    }

    /// <summary>An active table with that key.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="keys">Partition and sort key, as <c>Artist:S</c>; null for a key it hasn't got.</param>
    /// <param name="writeUnits">The WCU per second that it is provisioned with.</param>
    /// <param name="readUnits">The RCU.</param>
    /// <param name="itemCount">How many items it has.</param>
    /// <param name="sizeBytes">Their size.</param>
    public static DynamoDbAnswer Active(
        string table, IEnumerable<string?> keys, double writeUnits, double readUnits = 1, long itemCount = 0, long sizeBytes = 0)
    {
        string[][] attributes = [.. keys.OfType<string>().Select(key => key.Split(':'))];
        object description = new
        {
            Table = new
            {
                TableName = table,
                TableStatus = "ACTIVE",
                TableArn = $"arn:aws:dynamodb:us-east-1:123456789012:table/{table}",
                TableId = $"id-of-{table}",
                AttributeDefinitions = attributes.Select(key => new { AttributeName = key[0], AttributeType = key[1] }),
                KeySchema = attributes.Select(
                    (key, index) => new { AttributeName = key[0], KeyType = index == 0 ? "HASH" : "RANGE" }),
                ProvisionedThroughput = new { ReadCapacityUnits = (long)readUnits, WriteCapacityUnits = (long)writeUnits },
                ItemCount = itemCount,
                TableSizeBytes = sizeBytes,
            },
        };
        return new DynamoDbAnswer(200, JsonSerializer.SerializeToUtf8Bytes(description));
    }
}
