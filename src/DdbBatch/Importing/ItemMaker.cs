using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Replaying;

namespace DdbBatch.Importing;

/// <summary>Makes objects for the pipeline of what files have.</summary>
/// <param name="converter">Reads values as the user says; null where the user says nothing, and the types stay open.</param>
/// <param name="schema">The keys of the table that the items are for; null where it isn't known.</param>
internal sealed class ItemMaker(ItemConverter? converter, TableSchema? schema)
{
    private readonly ItemConverter _ddbJson = new(ConversionOptions.Create(dynamoDBJson: true));

    /// <summary>Makes the objects of an entry, most often one.</summary>
    /// <param name="content">What the file has.</param>
    /// <param name="position">Where it has it.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="write">Takes each object.</param>
    /// <exception cref="ItemException">It breaks a rule of DynamoDB's.</exception>
    /// <exception cref="FileException">It isn't what the format says.</exception>
    public void Make(ItemContent content, FilePosition position, FileFormat format, Action<object> write)
    {
        if (content is ItemContent.Json record && FailedRecord.HasMarker(record.Utf8))
        {
            write(FailedRecord.Read(Parse(record.Utf8), position));
            return;
        }

        if (content is ItemContent.Json json && format == FileFormat.DynamoDBJson)
        {
            foreach (DynamoDBJsonEntry entry in ReadShape(json.Utf8, position))
                write(Convert(entry, position));
            return;
        }

        DdbItem item = new(content, position);
        write(converter is null ? item : Convert(item));
    }

    private static List<DynamoDBJsonEntry> ReadShape(byte[] utf8, FilePosition position)
    {
        try
        {
            return [.. DynamoDBJsonShape.Read(Parse(utf8))];
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw FileErrors.InvalidJson(position, exception.Message, exception);
        }
    }

    private static JsonElement Parse(byte[] utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8, JsonLimits.Document);
        return document.RootElement.Clone();
    }

    private DdbItem Convert(DdbItem item) =>
        new(new ItemContent.Typed(converter!.ConvertItem(item, schema), wasText: true), item.Position);

    // Of a delete there is but the key, and a request names its own table.
    private DdbItem Convert(DynamoDBJsonEntry entry, FilePosition position)
    {
        EncodedItem item = _ddbJson.ConvertItem(entry.Attributes, entry.Kind is null ? schema : null);
        return new DdbItem(new ItemContent.Typed(item, wasText: false), position) { Table = entry.Table, Kind = entry.Kind };
    }
}
