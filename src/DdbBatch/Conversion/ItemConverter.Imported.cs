using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <content>Items that Import-DdbItem read: they are taken as the file has them, and no property is looked at.</content>
internal sealed partial class ItemConverter
{
    private PSMemberInfo[] _added = [];

    private static DdbItem? FindImported(object? input) =>
        (input is PSObject wrapped ? wrapped.BaseObject : input) as DdbItem;

    // A script may have added members to it: they are attributes too.
    private static PSMemberInfo[] FindAdded(object? input) =>
        input is PSObject wrapped && PSObjectInternals.HasInstanceMembers(wrapped)
            ? [.. wrapped.Members.Where(member => member is PSPropertyInfo { IsGettable: true } and not PSProperty)]
            : [];

    // Its values have their types already: only its key is still to be found.
    private bool TryTakeTyped(DdbItem imported, TableSchema? schema, bool takesKeyOnly, out EncodedItem item)
    {
        item = default;
        if (takesKeyOnly
            || imported.View is DdbItemView { IsEdited: true }
            || imported.Content is not ItemContent.Typed typed
            || _options.ChangesTypes)
        {
            return false;
        }

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

    private EncodedItem ConvertImported(DdbItem imported, object input, TableSchema? schema, bool takesKeyOnly)
    {
        PSMemberInfo[] added = FindAdded(input);
        if (added.Length == 0 && TryTakeTyped(imported, schema, takesKeyOnly, out EncodedItem item))
        {
            _options.Unmatched.Clear();
            return item;
        }

        _added = added;
        VisitImported(imported);
        _hasItem = true;
        foreach (PSMemberInfo member in added)
            ((IAttributeVisitor)this).Visit(member.Name, member.Value);
        return _writer.EndItem(schema, _adviseMissing);
    }

    private bool IsReplaced(string name)
    {
        foreach (PSMemberInfo member in _added)
        {
            if (member.Name == name)
                return true;
        }

        return false;
    }

    private void VisitImported(DdbItem imported)
    {
        IAttributeVisitor visitor = this;
        if (imported.View is DdbItemView { IsEdited: true } view)
        {
            foreach (KeyValuePair<string, object?> attribute in view.Where(attribute => !IsReplaced(attribute.Key)))
                visitor.Visit(attribute.Key, attribute.Value);
            return;
        }

        switch (imported.Content)
        {
            case ItemContent.Row row:
                for (int i = 0; i < row.Names.Count; i++)
                    VisitText(row.Names[i], row[i].Span);
                break;
            case ItemContent.Json json:
                foreach (JsonProperty attribute in Parse(json.Utf8).EnumerateObject())
                {
                    if (JsonStrings.NameOf(attribute) is var name && !IsReplaced(name))
                        visitor.Visit(name, attribute.Value);
                }

                break;
            case ItemContent.Typed typed:
                foreach (JsonProperty attribute in Parse(typed.Item.Json).EnumerateObject())
                    VisitTyped(attribute.Name, attribute.Value, typed.WasText);
                break;
        }
    }

    private static JsonElement Parse(byte[] utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8, JsonLimits.Document);
        return document.RootElement.Clone();
    }

    private void VisitText(string name, ReadOnlySpan<char> text)
    {
        if (IsReplaced(name))
            return;
        if (_options.DynamoDBJson)
        {
            ((IAttributeVisitor)this).Visit(name, text.ToString());
            return;
        }

        if (!TryBegin(name, out AttributeReading? reading))
            return;
        if (text.IsEmpty && reading!.EmptyString == EmptyStringHandling.Omit)
        {
            _writer.OmitAttribute(name);
            return;
        }

        _writer.BeginAttribute(reading!.Name);
        if (text.IsEmpty && reading.EmptyString == EmptyStringHandling.Null)
            _writer.WriteNull();
        else if (reading.TextHint is { } hint)
            _hinted.WriteText(text.ToString(), hint, reading.Separator);
        else
            _writer.WriteString(text);
    }

    private void VisitTyped(string name, JsonElement value, bool wasText)
    {
        if (IsReplaced(name) || !TryBegin(name, out AttributeReading? reading))
            return;
        _writer.BeginAttribute(reading!.Name);
        if (wasText && reading.TextHint is { } hint && value.TryGetProperty("S", out JsonElement text))
            _hinted.WriteText(text.GetString()!, hint, reading.Separator);
        else
            _ddbShapes.Write(value);
    }

    private bool TryBegin(string name, out AttributeReading? reading)
    {
        reading = _readings.Find(name, _writer.Path);
        _readings.Sight(reading, _writer.Path);
        if (!reading.IsIgnored && (!_takesKeyOnly || reading.Name.Use is { IsTableKey: true }))
            return true;
        _writer.OmitAttribute(name);
        return false;
    }
}
