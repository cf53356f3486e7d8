using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Input;

/// <summary>Converts rows: to operations, and to leftovers if they don't become one.</summary>
/// <param name="converter">The converter that the parameters ask for.</param>
/// <param name="isDynamoDBJson">-DynamoDBJson.</param>
/// <param name="changes">The condition of each operation.</param>
internal sealed class RowConverter(Func<ItemConverter> converter, bool isDynamoDBJson, ChangeChoice changes)
{
    private static readonly byte[] EmptyItem = "{}"u8.ToArray();

    private ItemConverter? _ddbJsonConverter;

    private ItemConverter DdbJsonConverter =>
        _ddbJsonConverter ??= new ItemConverter(ConversionOptions.Create(dynamoDBJson: true));

    /// <summary>Makes the operation of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="schema">The keys of its table.</param>
    /// <param name="runStart">When the run began.</param>
    /// <exception cref="ItemException">It breaks a rule.</exception>
    public WriteOperation ToOperation(InputRow row, TableSchema schema, DateTimeOffset runStart)
    {
        (EncodedItem item, ItemChange? change) = row.Operation switch
        {
            OperationKind.Update => ToUpdate(row, schema),
            OperationKind.Delete => ToDelete(row, schema),
            _ => ToPut(row, schema),
        };
        return new(row.Position, row.Operation, item, row.Source, change)
        {
            MayBeWritten = row.MayBeWritten,
            IsSnapshot = IsDynamoDBJson(row),
            SettlesAt = row.SettlesAt - runStart,
        };
    }

    /// <summary>Makes the item of a row.</summary>
    /// <exception cref="ItemException">It breaks a rule.</exception>
    public EncodedItem ToItem(InputRow row, TableSchema schema) => Reader(row).ConvertItem(Content(row), schema);

    /// <summary>Makes the key of a row.</summary>
    /// <exception cref="ItemException">It breaks a rule.</exception>
    public EncodedItem ToKey(InputRow row, TableSchema schema) => Reader(row).ConvertKey(Content(row), schema);

    /// <summary>Returns a row as a leftover that was refused.</summary>
    /// <param name="row">The row.</param>
    /// <param name="table">Its table; empty if unknown.</param>
    /// <param name="error">The rule it breaks.</param>
    public UnprocessedItem ToInvalid(InputRow row, string table, OperationError error) =>
        new(row.Position, table, row.Operation, OperationOutcome.Invalid, error, row.Source) { Json = Snapshot(row), Change = LeftoverChange(row) };

    /// <summary>
    /// Returns a row as a leftover that never became an operation: this run wrote nothing of it, though perhaps an earlier one
    /// did.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="table">Its table; empty if unknown.</param>
    /// <param name="error">Why it was not written.</param>
    public UnprocessedItem ToUnprocessed(InputRow row, string table, OperationError error)
    {
        OperationOutcome outcome = UnknownVerdict.OfGivenUp(row.MayBeWritten);
        return new(row.Position, table, row.Operation, outcome, error, row.Source)
        {
            Json = Snapshot(row),
            Change = LeftoverChange(row),
            SettlesAt = row.SettlesAt,
        };
    }

    private ItemChange? LeftoverChange(InputRow row)
    {
        ItemChange? change = changes.For(row);
        return row.IsOperationOpen ? (change ?? new ItemChange()) with { IsOperationOpen = true } : change;
    }

    private (EncodedItem Item, ItemChange? Change) ToPut(InputRow row, TableSchema schema)
    {
        EncodedItem item = ToItem(row, schema);
        return (item, changes.Bind(row, item.Json, []));
    }

    private (EncodedItem Item, ItemChange? Change) ToDelete(InputRow row, TableSchema schema)
    {
        IReadOnlyCollection<string> ownValues = changes.OwnValues(row);
        byte[] attributes = ownValues.Count == 0 ? EmptyItem : Reader(row).ConvertKey(Content(row), schema, ownValues).Json;
        return (ToKey(row, schema), changes.Bind(row, attributes, []));
    }

    private (EncodedItem Item, ItemChange? Change) ToUpdate(InputRow row, TableSchema schema)
    {
        EncodedItem item = Reader(row).ConvertUpdate(Content(row), schema, out IReadOnlyList<string> removed);
        if (row.Change is { Removed.Count: > 0 } carried)
            removed = [.. carried.Removed.Union(removed)];
        ItemChange? change = changes.Bind(row, item.Json, removed);
        UpdateExpression.Check(item, removed, changes.Condition(change), schema);
        return (item, change);
    }

    private static object Content(InputRow row) => row.Refusal is null ? row.Content : throw row.Refusal;

    // True also for an item that was read from DynamoDB JSON.
    private bool IsDynamoDBJson(InputRow row) => row.IsDynamoDBJson || isDynamoDBJson
        || (row.Content is PSObject wrapped ? wrapped.BaseObject : row.Content) is DdbItem { Content: ItemContent.Typed { WasText: false } };

    // A row in DynamoDB JSON, as it can be read without the keys of its table; null if it can't, and a replay reads the object.
    private byte[]? Snapshot(InputRow row)
    {
        if (!IsDynamoDBJson(row) || row.Refusal is not null)
            return null;
        try
        {
            return Reader(row).ConvertItem(row.Content, schema: null).Json;
        }
        catch (ItemException)
        {
            return null;
        }
    }

    // A leftover is read as it is, whatever the parameters say.
    private ItemConverter Reader(InputRow row) => row.IsDynamoDBJson ? DdbJsonConverter : converter();
}
