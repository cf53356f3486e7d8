using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Explains why an item may lack a key attribute, from the names that it has.</summary>
internal static class MissingKey
{
    private const int MostNames = 8;

    // Of ItemDifference.
    private static readonly string[] NamesOfDifference = ["Status", "Key", "Attributes"];

    private static readonly char[] Delimiters = [';', ',', '\t', '|'];

    /// <summary>Returns advice about a missing key attribute.</summary>
    /// <param name="key">The key attribute's name.</param>
    /// <param name="names">The names of the item's attributes.</param>
    public static string Advice(string key, IReadOnlyList<string> names)
    {
        // By its names, because a copy (Export-Clixml, a job, Select-Object) has no other mark that stays.
        if (NamesOfDifference.All(names.Contains))
        {
            return "This is an object of Compare-DdbTable: pipe its item to write it (ForEach-Object ReferenceItem), or its key to get or "
                + "delete the item (ForEach-Object Key).";
        }

        foreach (string name in names)
        {
            if (Advice(key, name) is { } advice)
                return advice;
        }

        if (names.Count == 0)
            return "The input has no attributes. Give every item its whole key.";
        string list = string.Join(", ", names.Take(MostNames).Select(name => Excerpt.Of(name)));
        return $"The input has: {list}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}. Give every item its whole key.";
    }

    private static string? Advice(string key, string name)
    {
        if (string.Equals(name, key, StringComparison.OrdinalIgnoreCase))
            return $"The input has '{Excerpt.Of(name)}', but attribute names are case-sensitive: rename it.";
        if (TypedName.Split(name) is { Type: not null } typed && typed.Name == key)
            return $"The input has '{Excerpt.Of(name)}': use -TypedHeader to read the type from the name.";
        if (name.Trim().Trim('\uFEFF') == key)
            return $"The input has '{Excerpt.Of(name)}', with white space or an invisible character around the name: remove it.";
        char delimiter = Array.Find(Delimiters, one => Array.Exists(name.Split(one), part => part.Trim(' ', '"') == key));
        return delimiter == default
            ? null
            : $"The input has '{Excerpt.Of(name)}', which looks like several columns: read the file with -Delimiter '{(delimiter == '\t' ? "`t" : delimiter)}'.";
    }
}
