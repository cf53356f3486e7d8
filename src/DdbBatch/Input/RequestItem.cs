using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace DdbBatch.Input;

/// <summary>
/// Reads -RequestItem in the format of the API (API reference, BatchWriteItem, "RequestItems"), which is also that of
/// UnprocessedItems in a response of the SDK.
/// </summary>
internal static class RequestItem
{
    /// <summary>Returns the operations in order, table by table.</summary>
    /// <param name="tables">A dictionary of tables, or an object with a property for each table.</param>
    /// <exception cref="FormatException">A request is neither a PutRequest nor a DeleteRequest.</exception>
    public static IEnumerable<InputRow> Read(object tables)
    {
        foreach ((string name, object? requests) in Tables(tables))
        {
            foreach (object? request in Requests(requests))
                yield return ReadRequest(name, request!);
        }
    }

    /// <summary>Returns the number of operations of a table; null if they are read one by one.</summary>
    public static long? Count(object tables, string table) => (Requests(Member(tables, table)) as ICollection)?.Count;

    private static IEnumerable<(string Name, object? Requests)> Tables(object tables)
    {
        switch (Base(tables))
        {
            case IDictionary dictionary:
                foreach (DictionaryEntry table in dictionary)
                    yield return (Convert.ToString(table.Key, CultureInfo.InvariantCulture)!, table.Value);
                break;
            case PSObject wrapped:
                foreach (PSPropertyInfo property in wrapped.Properties)
                    yield return (property.Name, property.Value);
                break;
            case { } other:
                throw new FormatException(
                    $"-RequestItem takes a hashtable or an object with a list of requests for each table; not a {other.GetType().Name}"
                    + (other is string ? ". Pipe JSON text to ConvertFrom-Json first." : "."));
        }
    }

    // PowerShell easily turns an array of one request into the request itself.
    private static IEnumerable Requests(object? value) => Base(value) switch
    {
        null => Array.Empty<object>(),
        IEnumerable requests and not IDictionary => requests,
        object request => new[] { request },
    };

    private static InputRow ReadRequest(string table, object request)
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

    private static InputRow DynamoDBJson(string table, OperationKind kind, object request, object content) =>
        new(request, content) { Table = table, Kind = kind, IsDynamoDBJson = true };

    private static object? Member(object? owner, string name) => Base(owner) switch
    {
        null => null,
        IDictionary dictionary => dictionary[name],
        _ => PSObject.AsPSObject(owner).Properties[name]?.Value,
    };

    private static object? Base(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
