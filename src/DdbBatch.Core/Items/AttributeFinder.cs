using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>Finds out which of some attributes an item has.</summary>
/// <param name="names">Their names.</param>
internal sealed class AttributeFinder(IEnumerable<string> names)
{
    private readonly string[] _names = [.. names.Distinct(StringComparer.Ordinal)];
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Looks through an item.</summary>
    /// <param name="json">Its attribute map in DynamoDB JSON.</param>
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

    /// <summary>Whether the item that was looked through has an attribute.</summary>
    public bool Has(string name) => _found.Contains(name);
}
