using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <content>Items that Import-DdbItem read: they are written as the file has them, except for properties that a script changed.</content>
internal sealed partial class ItemConverter
{
    // The values already have their types; only the key has to be found.
    private bool TryTakeTyped(DdbItem imported, TableSchema? schema, bool takesKeyOnly, out EncodedItem item)
    {
        item = default;
        if (takesKeyOnly || imported.Content is not ItemContent.Typed typed || _options.ChangesTypes)
            return false;
        if (schema is null)
        {
            item = typed.Item;
            return true;
        }

        if (typed.WasText && !ItemKeyReader.HasKeyTypes(typed.Item.Json, schema))
            return false;
        item = typed.Item with { Key = ItemKeyReader.Read(typed.Item.Json, schema, checkIndexKeys: true) };
        return true;
    }

    private EncodedItem ConvertImported(DdbItem imported, TableSchema? schema, bool takesKeyOnly)
    {
        List<PSPropertyInfo>? edited = imported.FindEdited();
        if (edited is null && TryTakeTyped(imported, schema, takesKeyOnly, out EncodedItem item))
        {
            _options.Unmatched.Clear();
            return item;
        }

        if (edited is null)
            VisitContent(imported.Content);
        else
            edited.ForEach(VisitProperty);
        return EndItem(schema);
    }

    private void VisitContent(ItemContent content)
    {
        switch (content)
        {
            case ItemContent.Row row:
                for (int i = 0; i < row.Names.Count; i++)
                    VisitCell(row.Names[i], row, i);
                break;
            case ItemContent.Json json:
                foreach (JsonProperty attribute in Parse(json.Utf8).EnumerateObject())
                    ((IAttributeVisitor)this).Visit(JsonStrings.NameOf(attribute), attribute.Value);
                break;
            case ItemContent.Typed typed:
                foreach (JsonProperty attribute in Parse(typed.Item.Json).EnumerateObject())
                    VisitTyped(attribute.Name, attribute.Value, typed.WasText);
                break;
        }
    }

    // If a script changed the item, the attributes that it did not change are written as they were read.
    private void VisitProperty(PSPropertyInfo property)
    {
        if (property is not ItemProperty { IsUnchanged: true } unchanged)
        {
            ((IAttributeVisitor)this).Visit(property.Name, property.Value);
            return;
        }

        for (ItemProperty? attribute = unchanged; attribute is not null; attribute = attribute.SameName)
            VisitSource(attribute.Name, attribute.Source);
    }

    private void VisitSource(string name, in AttributeSource source)
    {
        if (source.Content is ItemContent.Row row)
            VisitCell(name, row, source.Start);
        else if (source.Content is ItemContent.Typed typed)
            VisitTyped(name, source.Parse(), typed.WasText);
        else
            ((IAttributeVisitor)this).Visit(name, source.Parse());
    }

    private static JsonElement Parse(byte[] utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8, JsonLimits.Document);
        return document.RootElement.Clone();
    }

    private void VisitCell(string name, ItemContent.Row row, int column)
    {
        if (_options.DynamoDBJson)
        {
            ((IAttributeVisitor)this).Visit(name, row[column].ToString());
            return;
        }

        try
        {
            WriteCell(name, row[column].Span, row.IsQuotedEmpty(column));
        }
        catch (Exception exception) when (_refusals.TryAdd(exception, _writer.Path))
        {
            _writer.AbandonAttribute();
        }
    }

    private void WriteCell(string name, ReadOnlySpan<char> text, bool isQuotedEmpty)
    {
        if (Begin(name, text.IsEmpty && !isQuotedEmpty) is not { } reading || TryLeaveOut(reading, text.IsEmpty, isNull: false))
            return;
        _writer.BeginAttribute(reading.Name);
        if (text.IsEmpty && reading.EmptyString == EmptyStringHandling.Null)
            _writer.WriteNull();
        else if (reading.TextHint is { } hint)
            _hinted.WriteText(text.ToString(), hint, reading.Separator);
        else
            _writer.WriteString(text);
    }

    private void VisitTyped(string name, JsonElement value, bool wasText)
    {
        try
        {
            WriteTyped(name, value, wasText);
        }
        catch (Exception exception) when (_refusals.TryAdd(exception, _writer.Path))
        {
            _writer.AbandonAttribute();
        }
    }

    private void WriteTyped(string name, JsonElement value, bool wasText)
    {
        if (Begin(name, isEmpty: false) is not { } reading)
            return;
        _writer.BeginAttribute(reading.Name);
        if (wasText && reading.TextHint is { } hint && value.TryGetProperty("S", out JsonElement text))
            _hinted.WriteText(text.GetString()!, hint, reading.Separator);
        else
            _ddbShapes.Write(value);
    }
}
