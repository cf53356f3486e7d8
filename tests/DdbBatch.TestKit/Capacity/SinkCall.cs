using System;
using System.Linq;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A write call as a <see cref="Sink"/> takes it: how many operations it has, and the answer if all are written.</summary>
internal sealed class SinkCall
{
    private static readonly SinkCall Batch = new();
    private static readonly SinkCall Statements = new();
    private static readonly SinkCall Single = new();

    /// <summary>The call of an API operation.</summary>
    public static SinkCall Of(string operation) => operation switch
    {
        "BatchWriteItem" => Batch,
        "BatchExecuteStatement" => Statements,
        "PutItem" or "DeleteItem" or "UpdateItem" => Single,
        _ => throw new NotSupportedException(operation),
    };

    // Cheaper than reading the JSON. Quotes within a value are escaped: only an attribute of that name would count.
    /// <summary>The number of operations in a request.</summary>
    public int Count(ReadOnlySpan<byte> body) =>
        this == Batch ? body.Count("\"PutRequest\""u8) + body.Count("\"DeleteRequest\""u8)
        : this == Statements ? body.Count("{\"Statement\":"u8)
        : 1;

    /// <summary>The body of the answer.</summary>
    /// <param name="operations">The number of operations.</param>
    /// <param name="units">The consumed capacity, if the request asks for it.</param>
    public string Answer(int operations, int? units)
    {
        string capacity = $"{{\"TableName\":\"Music\",\"CapacityUnits\":{units}.0}}";
        if (this == Single)
            return units is null ? "{}" : $"{{\"ConsumedCapacity\":{capacity}}}";
        string answers = this == Batch
            ? "\"UnprocessedItems\":{}"
            : $"\"Responses\":[{string.Join(",", Enumerable.Repeat("{\"TableName\":\"Music\"}", operations))}]";
        return $"{{{answers}{(units is null ? "" : $",\"ConsumedCapacity\":[{capacity}]")}}}";
    }
}
