using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>A request that came to the proxy: what a rule decides by and a test asserts on.</summary>
public sealed class ProxiedRequest
{
    private readonly Lazy<IReadOnlyList<ProxiedWrite>> _writes;

    internal ProxiedRequest(HttpRequest http, string operation, int number, int operationNumber, int seed)
    {
        Http = http;
        Operation = operation;
        Number = number;
        OperationNumber = operationNumber;
        Random = new Random(unchecked((seed * 486_187_739) + number));
        _writes = new Lazy<IReadOnlyList<ProxiedWrite>>(ReadWrites);
    }

    /// <summary>Its place among all requests, from 1.</summary>
    public int Number { get; }

    /// <summary>Its place among the requests for the same operation, from 1.</summary>
    public int OperationNumber { get; }

    /// <summary>The operation of DynamoDB or S3, as <c>BatchWriteItem</c> or <c>UploadPart</c>.</summary>
    public string Operation { get; }

    /// <summary>Whether it is a BatchWriteItem.</summary>
    public bool IsBatchWrite => Operation == "BatchWriteItem";

    /// <summary>Head and body as they came; of a request to S3 the head alone.</summary>
    public HttpRequest Http { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body => Http.Body;

    /// <summary>The puts and deletes of a BatchWriteItem, in order; empty for other operations.</summary>
    public IReadOnlyList<ProxiedWrite> Writes => _writes.Value;

    /// <summary>Chance that depends on nothing but the proxy's seed and <see cref="Number"/>.</summary>
    public Random Random { get; }

    /// <summary>Chooses a share of so many things by chance; the fraction of a thing is the chance of one more.</summary>
    /// <returns>The positions of those chosen.</returns>
    internal HashSet<int> Choose(int count, double share)
    {
        int chosen = (int)((share * count) + Random.NextDouble());
        int[] order = [.. Enumerable.Range(0, count)];
        Random.Shuffle(order);
        return [.. order.Take(chosen)];
    }

    /// <summary>What the rule made of it.</summary>
    public Fault Fault { get; internal set; } = Fault.None;

    private IReadOnlyList<ProxiedWrite> ReadWrites()
    {
        if (!IsBatchWrite)
            return [];
        JsonElement tables = JsonElement.Parse(Body.Span).GetProperty("RequestItems");
        return [.. tables.EnumerateObject().SelectMany(
            table => table.Value.EnumerateArray().Select(write => new ProxiedWrite(table.Name, write)))];
    }
}

/// <summary>A put or delete of a BatchWriteItem.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Request">The WriteRequest: an object with a PutRequest or a DeleteRequest.</param>
public sealed record ProxiedWrite(string Table, JsonElement Request);
