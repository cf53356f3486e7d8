using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Converts plain JSON to PowerShell objects, as ConvertFrom-Json does, but without any loss.</summary>
internal static class PlainJson
{
    /// <summary>Returns the value of a JSON element; the element itself if no object represents it exactly.</summary>
    public static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.String => JsonStrings.TextOf(element),
        JsonValueKind.Number => ReadNumber(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // A value that DynamoDB cannot store stays unchanged, and the conversion reports it.
    private static object ReadNumber(JsonElement element)
    {
        string text = element.GetRawText();
        return DdbNumber.Parse(Encoding.ASCII.GetBytes(text), out _) == DdbNumberStatus.Valid
            ? NumberReader.Read(text)
            : element.Clone();
    }

    private static object ReadObject(JsonElement element)
    {
        JsonProperty[] properties = [.. element.EnumerateObject()];
        if (properties.Length != CountNames(properties, StringComparer.Ordinal))
            return element.Clone();
        return CountNames(properties, StringComparer.OrdinalIgnoreCase) == properties.Length && properties.All(IsPropertyName)
            ? ReadCustomObject(properties)
            : ReadHashtable(properties);
    }

    private static int CountNames(JsonProperty[] properties, StringComparer comparer) =>
        new HashSet<string>(properties.Select(JsonStrings.NameOf), comparer).Count;

    // PowerShell reserves these names.
    private static bool IsPropertyName(JsonProperty property) => JsonStrings.NameOf(property) is var name
        && name.Length > 0 && !name.StartsWith("ps", StringComparison.OrdinalIgnoreCase);

    private static PSObject ReadCustomObject(JsonProperty[] properties)
    {
        PSObject custom = new();
        foreach (JsonProperty property in properties)
            custom.Properties.Add(new PSNoteProperty(JsonStrings.NameOf(property), Read(property.Value)));
        return custom;
    }

    private static Hashtable ReadHashtable(JsonProperty[] properties)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (JsonProperty property in properties)
            table[JsonStrings.NameOf(property)] = Read(property.Value);
        return table;
    }
}
