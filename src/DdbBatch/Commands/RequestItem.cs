using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using DdbBatch.Conversion;

namespace DdbBatch.Commands;

/// <summary>
/// Reads -RequestItem, the raw API's shape (API reference, BatchWriteItem, "RequestItems"), also as an SDK response's
/// UnprocessedItems has it.
/// </summary>
internal static class RequestItem
{
    /// <summary>The operations, table by table, in their order.</summary>
    /// <exception cref="FormatException">Something is neither a PutRequest nor a DeleteRequest.</exception>
    public static IEnumerable<OperationInput> Read(IDictionary tables)
    {
        foreach (DictionaryEntry table in tables)
        {
            string name = Convert.ToString(table.Key, CultureInfo.InvariantCulture)!;
            foreach (object? request in Requests(table.Value))
                yield return ReadRequest(name, request!);
        }
    }

    /// <summary>How many operations a table has; null where they are read as they go.</summary>
    public static long? Count(IDictionary tables, string table) => (Requests(tables[table]) as ICollection)?.Count;

    // PowerShell easily makes one request of an array of one.
    private static IEnumerable Requests(object? value) => Base(value) switch
    {
        null => Array.Empty<object>(),
        IEnumerable requests and not IDictionary => requests,
        object request => new[] { request },
    };

    private static OperationInput ReadRequest(string table, object request)
    {
        if (WriteRequestReader.TryRead(request, out bool isDelete, out object? attributes) && attributes is not null)
        {
            return new(request, attributes)
            {
                Table = table,
                Kind = isDelete ? OperationKind.Delete : OperationKind.Put,
            };
        }

        return Member(Member(request, "PutRequest"), "Item") is { } item
            ? DynamoDBJson(table, OperationKind.Put, request, item)
            : Member(Member(request, "DeleteRequest"), "Key") is { } key
                ? DynamoDBJson(table, OperationKind.Delete, request, key)
                : throw new FormatException(
                    $"-RequestItem: a request of table '{table}' has neither PutRequest with Item nor DeleteRequest with Key.");
    }

    private static OperationInput DynamoDBJson(string table, OperationKind kind, object request, object content) =>
        new(request, content) { Table = table, Kind = kind, IsDynamoDBJson = true };

    private static object? Member(object? owner, string name) => Base(owner) switch
    {
        null => null,
        IDictionary dictionary => dictionary[name],
        _ => PSObject.AsPSObject(owner).Properties[name]?.Value,
    };

    private static object? Base(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
