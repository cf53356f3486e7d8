using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>The columns of a file with rows.</summary>
internal sealed class CsvColumns
{
    private readonly List<CsvColumn> _columns = [];
    private readonly NameTable<CsvColumn> _byName = new();

    private CsvColumns(IEnumerable<TypedName> headers)
    {
        foreach (TypedName header in headers)
            Add(header);
    }

    /// <summary>All columns, in order.</summary>
    public IReadOnlyList<CsvColumn> All => _columns;

    /// <summary>The columns of names without types.</summary>
    public static CsvColumns Of(IEnumerable<string> names) => new(names.Select(name => new TypedName(name, null, false)));

    /// <summary>The columns of a header that has types.</summary>
    public static CsvColumns Of(IEnumerable<TypedName> headers) => new(headers);

    /// <summary>The columns of a file that is appended to.</summary>
    /// <exception cref="FileWriteException">FileNotAppendable.</exception>
    public static CsvColumns OfHeader(string path, IReadOnlyList<string> names, bool isTyped)
    {
        TypedName[] typed = [.. names.Select(TypedName.Split)];
        if (!isTyped)
        {
            return typed.All(name => name.Type is not null)
                ? throw FileWriteException.NotAppendable(path, "its header has types. Give -TypedHeader.")
                : Of(names);
        }

        string? without = names.Where((_, i) => typed[i].Type is null or AttributeHint.Epoch or AttributeHint.Ignore).FirstOrDefault();
        return without is null
            ? Of(typed)
            : throw FileWriteException.NotAppendable(path, $"its column '{without}' has no type of DynamoDB, and -TypedHeader needs one in each column.");
    }

    /// <summary>The columns that items need: one for each name, or with types one for each name and type.</summary>
    /// <param name="items">The items.</param>
    /// <param name="properties">The names, in the order of the columns; null for those of the items as they come.</param>
    /// <param name="isTyped">Whether the header has types.</param>
    public static CsvColumns Of(IEnumerable<byte[]> items, IReadOnlyList<string>? properties, bool isTyped)
    {
        List<(string Name, AttributeType Type)> found = [];
        HashSet<(string, AttributeType)> known = [];
        foreach (byte[] item in items)
            Collect(item, found, known);
        IEnumerable<string> names = properties ?? found.Select(one => one.Name).Distinct(StringComparer.Ordinal);
        if (!isTyped)
            return Of(names);
        ILookup<string, AttributeType> types = found.ToLookup(one => one.Name, one => one.Type, StringComparer.Ordinal);
        // An attribute of -Property that none of the first items has gets a type when it is too late.
        return Of(names.SelectMany(name => types[name].DefaultIfEmpty(AttributeType.S), (name, type) => new TypedName(name, (AttributeHint)type, true)));
    }

    /// <summary>The first column for the attribute whose name a reader stands at; null if there is none.</summary>
    public CsvColumn? Find(ref Utf8JsonReader reader) => _byName.Find(ref reader);

    private static void Collect(byte[] item, List<(string, AttributeType)> found, HashSet<(string, AttributeType)> known)
    {
        Utf8JsonReader reader = new(item, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            (string, AttributeType) one = (name, TypedValue.Enter(ref reader));
            if (known.Add(one))
                found.Add(one);
            reader.Skip();
            TypedValue.Leave(ref reader);
        }
    }

    private void Add(TypedName header)
    {
        CsvColumn column = new(_columns.Count, header);
        _columns.Add(column);
        CsvColumn? last = _byName.Find(header.Name);
        if (last is null)
        {
            _byName.Add(header.Name, column);
            return;
        }

        while (last.Next is { } next)
            last = next;
        last.Next = column;
    }
}
