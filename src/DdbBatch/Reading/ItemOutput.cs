using System;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Lifecycle;

namespace DdbBatch.Reading;

/// <summary>Outputs items of a table as they were read.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="table">The table, by the name or ARN that was given.</param>
internal sealed class ItemOutput(ModuleCommand cmdlet, string table)
{
    private readonly ItemPipe _pipe = new(cmdlet);
    private readonly FilePosition _place = new($"table {table}");

    /// <summary>Outputs an item, at the latest with the next <see cref="Flush"/>.</summary>
    /// <param name="json">Its attribute map, UTF-8 DynamoDB JSON; it is copied.</param>
    public void Write(ReadOnlyMemory<byte> json)
    {
        EncodedItem item = new(json.ToArray(), SizeBytes: 0, default);
        DdbItem read = new(new ItemContent.Typed(item, wasText: false), _place) { Table = table };
        _pipe.Write(read, json.Length);
    }

    /// <summary>Outputs the items that wait.</summary>
    public void Flush() => _pipe.Flush();
}
