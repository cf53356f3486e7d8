using System;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>
/// The bodies of the write calls for one table: BatchWriteItem up to its first operation and after its last, inserts, and a
/// whole call for one operation (API reference, "Request Syntax").
/// </summary>
internal sealed class WriteBodies
{
    private readonly TableSchema _schema;
    private readonly byte[] _singleStart;
    private readonly ConcurrentDictionary<string, ConditionExpression> _conditions = new(StringComparer.Ordinal);

    /// <param name="schema">The keys of the table.</param>
    /// <param name="requestTable">The table's name or ARN, as the user gave it.</param>
    /// <param name="indexCapacity">True to ask for the consumed capacity by index too.</param>
    /// <param name="itemCollectionMetrics">True to ask for the sizes of item collections.</param>
    public WriteBodies(TableSchema schema, string requestTable, bool indexCapacity, bool itemCollectionMetrics)
    {
        _schema = schema;
        string table = JsonEncodedText.Encode(requestTable).ToString();
        string capacity = $"\"ReturnConsumedCapacity\":\"{(indexCapacity ? "INDEXES" : "TOTAL")}\"";
        string metrics = itemCollectionMetrics ? ",\"ReturnItemCollectionMetrics\":\"SIZE\"" : "";
        BatchStart = Utf8($"{{\"RequestItems\":{{\"{table}\":[");
        BatchEnd = Utf8($"]}},{capacity}{metrics}}}");
        Inserts = new InsertStatements(requestTable, $"],{capacity}}}");
        _singleStart = Utf8($"{{\"TableName\":\"{table}\",{capacity}{metrics}");
    }

    /// <summary>A BatchWriteItem call up to its first operation.</summary>
    public byte[] BatchStart { get; }

    /// <summary>A BatchWriteItem call after its last operation.</summary>
    public byte[] BatchEnd { get; }

    /// <summary>BatchExecuteStatement calls, which have no item collection metrics.</summary>
    public InsertStatements Inserts { get; }

    /// <summary>Returns the body of the call for one operation: PutItem, DeleteItem or UpdateItem.</summary>
    public byte[] Single(OperationKind kind, in EncodedItem item, ItemChange? change)
    {
        ConditionExpression condition = change?.Condition is { } text ? _conditions.GetOrAdd(text, ConditionExpression.Parse) : ConditionExpression.None;
        return new SingleBody(_schema, condition, change).Write(_singleStart, kind, item.Json);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
