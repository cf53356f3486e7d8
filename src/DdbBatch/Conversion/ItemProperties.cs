using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Adds a property for each attribute to items.</summary>
internal static class ItemProperties
{
    private const int MaxKnownNames = 10_000;

    // Names that were added to any object. The engine searches an object's own members only for names that were ever added
    // to one.
    private static readonly ConcurrentDictionary<string, bool> KnownNames = new(StringComparer.OrdinalIgnoreCase);

    [ThreadStatic]
    private static IReadOnlyList<string>? _knownHeader;

    [ThreadStatic]
    private static NameSequence? _knownNames;

    /// <summary>Adds the properties.</summary>
    /// <returns>How many properties the item has now.</returns>
    public static int AddTo(DdbItem item) => item.Content switch
    {
        ItemContent.Row row => AddRow(PSObjectInternals.CreateInstanceMembers(item, row.Names.Count), row),
        ItemContent.Json json => AddJson(item, json.Utf8),
        ItemContent content => AddJson(item, ((ItemContent.Typed)content).Item.Json),
    };

    private static int AddRow(PSMemberInfoCollection<PSMemberInfo> members, ItemContent.Row row)
    {
        bool isKnown = ReferenceEquals(_knownHeader, row.Names);
        int count = 0;
        for (int i = 0; i < row.Names.Count; i++)
        {
            ItemProperty property = new(row.Names[i], new AttributeSource(row, i));
            if (isKnown)
                members.Add(property, preValidated: true);
            else if (!Add(members, property))
                count--;
            count++;
        }

        // All rows are alike only if the names of the header differ in more than case.
        if (count == row.Names.Count)
            _knownHeader = row.Names;
        return count;
    }

    private static int AddJson(DdbItem item, byte[] utf8)
    {
        NameSequence names = _knownNames ??= new NameSequence();
        PSMemberInfoCollection<PSMemberInfo> members = PSObjectInternals.CreateInstanceMembers(item, names.Count);
        Utf8JsonReader reader = new(utf8, JsonLimits.Reader);
        reader.Read();
        int count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKnown = names.IsNext(count, ref reader);
            string name = isKnown ? names[count] : JsonStrings.TextAt(ref reader);
            ReadOnlySpan<byte> utf8Name = reader.ValueSpan;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            ItemProperty property = new(name, new AttributeSource(item.Content, start, (int)reader.BytesConsumed - start));
            if (isKnown)
                members.Add(property, preValidated: true);
            else if (Add(members, property))
                names.Set(count, utf8Name, name);
            else
                continue;
            count++;
        }

        return count;
    }

    private static bool Add(PSMemberInfoCollection<PSMemberInfo> members, ItemProperty property)
    {
        if (members[property.Name] is ItemProperty known)
        {
            while (known.SameName is not null)
                known = known.SameName;
            known.SameName = property;
            return false;
        }

        Announce(property.Name);
        members.Add(property, preValidated: true);
        return true;
    }

    private static void Announce(string name)
    {
        if (KnownNames.ContainsKey(name))
            return;
        new PSObject().Members.Add(new PSNoteProperty(name, null), preValidated: true);
        if (KnownNames.Count < MaxKnownNames)
            KnownNames.TryAdd(name, true);
    }
}
