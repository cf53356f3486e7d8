using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>Finds out which of the given attributes an item has.</summary>
/// <param name="names">The names of the attributes.</param>
internal sealed class AttributeFinder(IEnumerable<string> names)
{
    private readonly string[] _names = [.. names.Distinct(StringComparer.Ordinal)];
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Reads an item.</summary>
    /// <param name="json">The item's attribute map in DynamoDB JSON.</param>
    public void Read(byte[] json)
    {
        _found.Clear();
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            foreach (string name in _names)
            {
                if (reader.ValueTextEquals(name))
                    _found.Add(name);
            }

            reader.Skip();
        }
    }

    /// <summary>True if the item that was last read has the attribute.</summary>
    public bool Has(string name) => _found.Contains(name);
}
