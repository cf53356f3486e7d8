using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.FailedItems;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Importing;

/// <summary>Creates the pipeline's objects from the content of files.</summary>
/// <param name="converter">Reads values with the user's settings; null if there are none, so that types are determined
/// later.</param>
/// <param name="schema">The keys of the table that the items are for; null if unknown.</param>
/// <param name="isRevert">True to undo the changes of an incremental export.</param>
internal sealed class ItemMaker(ItemConverter? converter, TableSchema? schema, bool isRevert)
{
    private readonly ItemConverter _ddbJson = new(ConversionOptions.Create(dynamoDBJson: true));

    /// <summary>True if the changes of an incremental export are undone.</summary>
    public bool IsRevert => isRevert;

    /// <summary>True if the last response that was read, of a scan or query, did not come to its end.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Begins a file.</summary>
    public void Begin() => HasMore = false;

    /// <summary>Creates the objects of an entry, usually one. Items do not have their properties yet.</summary>
    /// <param name="content">The content.</param>
    /// <param name="position">The position of the content.</param>
    /// <param name="file">The file.</param>
    /// <param name="made">Receives the objects.</param>
    /// <exception cref="ItemException">The content breaks a rule of DynamoDB.</exception>
    /// <exception cref="FileException">The content does not match the format.</exception>
    public void Make(ItemContent content, FilePosition position, InputFile file, List<object> made)
    {
        if (content is ItemContent.Json json)
        {
            if (RecordMarker.IsOn(json.Utf8))
            {
                made.Add(FailedRecordReader.Read(Parse(json.Utf8), position));
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
        made.Add(converter is null ? item : Convert(item));
    }

    private List<DynamoDBJsonEntry> ReadShape(ItemContent.Json json, FilePosition position)
    {
        try
        {
            JsonElement value = Parse(json.Utf8);
            HasMore = DynamoDBJsonShape.HasMore(value) ?? HasMore;
            return [.. DynamoDBJsonShape.Read(value, json.IsMember, isRevert)];
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

    // A request specifies its own table. A change of an export always has the key.
    private object Convert(DynamoDBJsonEntry entry, FilePosition position)
    {
        EncodedItem item = _ddbJson.ConvertItem(entry.Attributes, entry.Table is null ? schema : null);
        DdbItem imported = new(new ItemContent.Typed(item, wasText: false), position);
        return entry.Kind is { } kind ? MakeRequest(entry, kind, item, imported) : imported;
    }

    // A request shows its operation, and keeps it when it is passed on. The key of a delete must not look like an item.
    private static UnprocessedItem MakeRequest(in DynamoDBJsonEntry entry, OperationKind kind, in EncodedItem item, DdbItem imported) => new(
        imported.Position.Line,
        entry.Table ?? "",
        kind,
        OperationOutcome.Unprocessed,
        new OperationError("Imported", $"The request was read from {imported.Position}, and not sent yet."),
        kind == OperationKind.Put ? imported.WithProperties() : null)
    {
        Json = item.Json,
        Schema = entry.Key is { } key ? SchemaOf(key, entry.Table ?? "") : null,
    };

    // Only for the text of the key: its attributes in the order in which the file has them.
    private static TableSchema? SchemaOf(JsonElement key, string table)
    {
        List<KeyAttribute> attributes = [];
        foreach (JsonProperty attribute in key.EnumerateObject())
        {
            if (!Enum.TryParse(attribute.Value.EnumerateObject().FirstOrDefault().Name, out ScalarAttributeType type))
                return null;
            attributes.Add(new KeyAttribute(attribute.Name, type));
        }

        return attributes.Count is 1 or 2 ? new TableSchema(table, attributes) : null;
    }
}
