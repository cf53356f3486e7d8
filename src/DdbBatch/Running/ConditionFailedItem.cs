using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch;

/// <summary>An operation that DynamoDB did not carry out because its condition was false (-ConditionFailedVariable).</summary>
public sealed class ConditionFailedItem
{
    private readonly object? _input;

    private ConditionFailedItem(in SettledOperation settled)
    {
        WriteOperation operation = settled.Operation;
        Position = operation.Position;
        Table = settled.Lane.RequestTable;
        Operation = operation.Kind;
        Key = KeyText.Of(operation.Item.Json, settled.Lane.Schema);
        _input = operation.Input;
        if (operation.ExistingItem is { } existing)
        {
            ItemContent.Typed content = new(new EncodedItem(existing, SizeBytes: 0, default), wasText: false);
            ExistingItem = new DdbItem(content, new FilePosition($"table {Table}")) { Table = Table }.WithProperties();
        }
    }

    /// <summary>The position in the input, from 1.</summary>
    public long Position { get; }

    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; }

    /// <summary>Put, Delete, Update or Insert.</summary>
    public OperationKind Operation { get; }

    /// <summary>The key as text: <c>Artist=Ana, SongTitle=One</c>.</summary>
    public string Key { get; }

    /// <summary>The input object.</summary>
    public object? InputObject => _input is IDeferredObject deferred ? deferred.Complete() : _input;

    /// <summary>The item in the table for which the condition is false; null if no item has the key.</summary>
    public DdbItem? ExistingItem { get; }

    /// <summary>Returns one line with the operation and its key.</summary>
    public override string ToString() => $"{Operation} {Key}: its condition is false";

    internal static ConditionFailedItem Of(in SettledOperation settled) => new(settled);
}
