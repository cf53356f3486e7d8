using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.FailedItems;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Importing;

/// <summary>Makes objects for the pipeline of what files have.</summary>
/// <param name="converter">Reads values as the user says; null where the user says nothing, and the types stay open.</param>
/// <param name="schema">The keys of the table that the items are for; null where it isn't known.</param>
/// <param name="makesBareItems">Whether only commands of this module see the items, so that they need no properties yet.</param>
/// <param name="isRevert">Whether changes of an incremental export are to be undone.</param>
internal sealed class ItemMaker(ItemConverter? converter, TableSchema? schema, bool makesBareItems, bool isRevert)
{
    private readonly ItemConverter _ddbJson = new(ConversionOptions.Create(dynamoDBJson: true));

    /// <summary>Whether changes of an incremental export are to be undone.</summary>
    public bool IsRevert => isRevert;

    /// <summary>Makes the objects of an entry, most often one.</summary>
    /// <param name="content">What the file has.</param>
    /// <param name="position">Where it has it.</param>
    /// <param name="file">The file.</param>
    /// <param name="made">Takes the objects.</param>
    /// <exception cref="ItemException">It breaks a rule of DynamoDB's.</exception>
    /// <exception cref="FileException">It isn't what the format says.</exception>
    public void Make(ItemContent content, FilePosition position, InputFile file, List<object> made)
    {
        if (content is ItemContent.Json json)
        {
            if (FailedRecord.HasMarker(json.Utf8))
            {
                made.Add(FailedRecord.Read(Parse(json.Utf8), position));
                return;
            }

            if (file.Format == FileFormat.DynamoDBJson)
            {
                foreach (DynamoDBJsonEntry entry in ReadShape(json, position))
                    made.Add(Convert(entry, position));
                return;
            }

            if (!file.HasGivenFormat && PlainJsonCheck.MayBeDynamoDBJson(json.Utf8) && DynamoDBJsonShape.IsLikely(Parse(json.Utf8)))
                throw FileErrors.IsDynamoDBJson(position);
        }

        DdbItem item = new(content, position);
        made.Add(Complete(converter is null ? item : Convert(item)));
    }

    private List<DynamoDBJsonEntry> ReadShape(ItemContent.Json json, FilePosition position)
    {
        try
        {
            return [.. DynamoDBJsonShape.Read(Parse(json.Utf8), json.IsMember, isRevert)];
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

    // A request names its own table; a change of an export has the key whatever it is.
    private object Convert(DynamoDBJsonEntry entry, FilePosition position)
    {
        EncodedItem item = _ddbJson.ConvertItem(entry.Attributes, entry.Table is null ? schema : null);
        DdbItem imported = new(new ItemContent.Typed(item, wasText: false), position);
        return entry.Kind is { } kind ? MakeRequest(entry.Table, kind, item, imported) : Complete(imported);
    }

    private DdbItem Complete(DdbItem item) => makesBareItems ? item : item.WithProperties();

    // A request shows its operation, and keeps it wherever it goes. The key of a delete must not look like an item.
    private static UnprocessedItem MakeRequest(string? table, OperationKind kind, in EncodedItem item, DdbItem imported) => new(
        imported.Position.Line,
        table ?? "",
        kind,
        OperationOutcome.Unprocessed,
        new OperationError("Imported", $"The request was read from {imported.Position}, and not sent yet."),
        kind == OperationKind.Put ? imported.WithProperties() : null)
    {
        Json = item.Json,
    };
}
