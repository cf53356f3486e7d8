using System;
using System.Management.Automation;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Input;

/// <summary>Determines the table, the operation and the content of an object.</summary>
/// <param name="cmdlet">Ends with an error if no table is specified.</param>
/// <param name="table">-Table.</param>
/// <param name="operation">-Operation.</param>
/// <param name="converter">Converts an object with the parameters.</param>
/// <param name="isDynamoDBJson">-DynamoDBJson.</param>
/// <param name="isTableCarried">True if each object must have its own table: one without a table is refused.</param>
internal sealed class InputRouter(
    ModuleCommand cmdlet, PerObject table, OperationChoice operation, Func<ItemConverter> converter, bool isDynamoDBJson,
    bool isTableCarried = false)
{
    private ItemConverter? _ddbJsonConverter;

    private ItemConverter DdbJsonConverter =>
        _ddbJsonConverter ??= new ItemConverter(ConversionOptions.Create(dynamoDBJson: true));

    /// <summary>Returns the operation of an object.</summary>
    /// <exception cref="PerObjectException">A script block failed.</exception>
    public OperationKind Kind(OperationInput input) => operation.For(input);

    /// <summary>Returns the table of an object.</summary>
    /// <exception cref="PerObjectException">A script block failed.</exception>
    public string Table(OperationInput input)
    {
        if (input.UnreadableBecause is { } reason)
            throw new PerObjectException("FailedPath", $"has a line that can't be read: {reason}", null);
        if (table.IsEmpty && input.Table is { } carried)
            return carried;
        if (table.IsEmpty && isTableCarried)
            throw new PerObjectException(nameof(Table), "is missing in this line. Write it with Import-DdbItem and Write-DdbBatch -Table.", null);
        if (table.IsEmpty)
            cmdlet.ThrowTerminatingError(Errors.Parameter("TableMissing", "-Table has to say which table to write to."));
        string? name = table.For(nameof(Table), input.Source)?.ToString();
        return string.IsNullOrEmpty(name) ? throw new PerObjectException(nameof(Table), "gave no table name.", null) : name!;
    }

    /// <summary>
    /// Returns the table and the operation of an object that was not reached. When the pipeline stops, no script block runs
    /// any more: values that only a script block can determine stay empty, and a replay asks for the table.
    /// </summary>
    public (string Table, OperationKind Kind) WithoutScripts(OperationInput input)
    {
        OperationKind kind = operation.IsScript ? input.Kind ?? OperationKind.Put : operation.For(input);
        string? name = table.IsEmpty ? input.Table : table.Constant?.ToString();
        return (operation.IsScript ? "" : name ?? "", kind);
    }

    /// <summary>Creates the item, or the key, of an object.</summary>
    /// <exception cref="ItemException">The object breaks a rule.</exception>
    public EncodedItem Convert(OperationInput input, OperationKind kind, TableSchema schema)
    {
        if (input.Refusal is not null)
            throw input.Refusal;
        return kind == OperationKind.Put
            ? Reader(input).ConvertItem(input.Content, schema)
            : Reader(input).ConvertKey(input.Content, schema);
    }

    /// <summary>True if an object is in DynamoDB JSON, or an item that was read from it.</summary>
    public bool IsDynamoDBJson(OperationInput input) => input.IsDynamoDBJson || isDynamoDBJson
        || (input.Content is PSObject wrapped ? wrapped.BaseObject : input.Content) is DdbItem { Content: ItemContent.Typed { WasText: false } };

    /// <summary>Creates the item of an object, for commands that can only put.</summary>
    /// <exception cref="ItemException">The object breaks a rule, or is to be deleted.</exception>
    public EncodedItem ConvertPut(OperationInput input, TableSchema schema) => Kind(input) == OperationKind.Put
        ? Convert(input, OperationKind.Put, schema)
        : throw new ItemException("DeleteRefused", "", "a bulk load puts items, and can't delete any. Pipe it to Write-DdbBatch, or to Remove-DdbBatch.");

    /// <summary>
    /// Reads an object in DynamoDB JSON, as far as possible without its table's keys; null if that is not possible, and a
    /// replay reads the object again.
    /// </summary>
    public byte[]? Snapshot(OperationInput input)
    {
        if (!IsDynamoDBJson(input) || input.Refusal is not null)
            return null;
        try
        {
            return Reader(input).ConvertItem(input.Content, schema: null).Json;
        }
        catch (ItemException)
        {
            return null;
        }
    }

    // A leftover is read unchanged, whatever the parameters specify.
    private ItemConverter Reader(OperationInput input) => input.IsDynamoDBJson ? DdbJsonConverter : converter();
}
