using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// The values that users give for the names in an expression, <c>@{ ':min' = 5 }</c>, converted by the same rules as the
/// attributes of an item.
/// </summary>
internal sealed class GivenValues
{
    private readonly ItemConverter _converter = new(ConversionOptions.Create());

    /// <summary>Returns the values by their names, without the colon.</summary>
    /// <param name="given">The values by name, with or without the colon; null for none.</param>
    public static Dictionary<string, object?> ByName(IDictionary? given)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given ?? new Hashtable())
            values[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!.TrimStart(':')] = entry.Value;
        return values;
    }

    /// <summary>Converts a value to DynamoDB JSON, UTF-8.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="value">The value.</param>
    /// <param name="key">The key attribute that it is compared with, and whose type strings take; null for none.</param>
    /// <exception cref="ItemException">The value breaks a rule.</exception>
    public byte[] ToJson(string name, object? value, KeyAttribute? key = null)
    {
        TableSchema? schema = key is null ? null : new TableSchema("", [key]);
        EncodedItem item = _converter.ConvertItem(new Hashtable { [key?.Name ?? name] = value }, schema);
        using JsonDocument document = JsonDocument.Parse(item.Json, JsonLimits.Document);
        return Encoding.UTF8.GetBytes(document.RootElement.EnumerateObject().Single().Value.GetRawText());
    }
}
