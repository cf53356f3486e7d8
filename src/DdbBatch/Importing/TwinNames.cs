using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Importing;

/// <summary>
/// Warns once per file about names that differ only in case: DynamoDB stores both attributes, but a PowerShell object has
/// one property for them. In JSON files, only the first objects are checked.
/// </summary>
/// <param name="file">The file's name.</param>
/// <param name="warn">Writes a warning.</param>
internal sealed class TwinNames(string file, Action<string> warn)
{
    private const int MaxObjects = 1000;

    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<string>? _header;
    private int _objects;

    /// <summary>Checks an item.</summary>
    public void Check(ItemContent content)
    {
        if (_objects == MaxObjects)
            return;
        if (content is ItemContent.Row row && !ReferenceEquals(row.Names, _header))
        {
            _header = row.Names;
            _names.Clear();
            foreach (string name in row.Names)
                Add(name);
        }
        else if (content is ItemContent.Json json)
        {
            _objects++;
            _names.Clear();
            CheckJson(json.Utf8);
        }
    }

    private void CheckJson(byte[] json)
    {
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Add(reader.GetString()!);
            reader.Skip();
        }
    }

    private void Add(string name)
    {
        if (!_names.TryGetValue(name, out string? twin))
        {
            _names.Add(name, name);
        }
        else if (twin != name && _objects < MaxObjects)
        {
            _objects = MaxObjects;
            warn(
                $"{file}: the names '{Excerpt.Of(twin)}' and '{Excerpt.Of(name)}' differ in letter case only. Write-DdbBatch stores "
                + "both, but the object has one property for them: Select-Object and changed items lose the other.");
        }
    }
}
