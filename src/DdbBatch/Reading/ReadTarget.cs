using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>The table or index that is read.</summary>
/// <param name="Table">The table's name or ARN.</param>
/// <param name="IndexName">The index; null for the table itself.</param>
/// <param name="PartitionKey">Its partition key.</param>
/// <param name="SortKey">Its sort key; null if it has none.</param>
internal sealed record ReadTarget(string Table, string? IndexName, KeyAttribute PartitionKey, KeyAttribute? SortKey)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="ReadParameterException">There is no such index, or it cannot be read consistently.</exception>
    public static ReadTarget Find(ReadRequest request, TableDescription description)
    {
        IReadOnlyList<KeyAttribute> keys = description.Schema.KeyAttributes;
        if (request.IndexName is { } index)
        {
            keys = [.. description.Schema.IndexKeyAttributes.Where(key => key.IndexName == index).OrderBy(key => key.IsSortKey)];
            if (keys.Count == 0)
                throw NoIndex(request.Table, index, description);
            if (request.IsConsistent && description.Throughput.Indexes.Any(one => one.Name == index && !one.IsLocal))
                throw NotConsistent(index);
        }

        return new ReadTarget(request.Table, request.IndexName, keys[0], keys.Count > 1 ? keys[1] : null);
    }

    private static ReadParameterException NoIndex(string table, string index, TableDescription description)
    {
        string[] names = [.. description.Throughput.Indexes.Select(one => one.Name)];
        return new ReadParameterException(
            "IndexNotFound",
            $"Table '{table}' has no index '{index}'. " + (names.Length == 0 ? "It has none." : $"It has: {string.Join(", ", names)}."));
    }

    // Developer Guide, "DynamoDB read consistency".
    private static ReadParameterException NotConsistent(string index) => new(
        "ConsistentReadOfGlobalIndex",
        $"'{index}' is a global secondary index, and DynamoDB reads those eventually consistent only. Leave -ConsistentRead out, "
        + "or read the table itself.");
}
