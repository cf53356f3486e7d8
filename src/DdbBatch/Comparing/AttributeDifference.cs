using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Comparing;
using DdbBatch.Conversion;
using DdbBatch.Items;

namespace DdbBatch;

/// <summary>An attribute in which an item of the table differs from the reference item.</summary>
public sealed class AttributeDifference
{
    private readonly string _text;

    internal AttributeDifference(in DifferentAttribute attribute)
    {
        Name = attribute.Name;
        (ReferenceType, ReferenceValue, string reference) = Read(attribute.ReferenceValue);
        (TableType, TableValue, string table) = Read(attribute.TableValue);
        _text = $"{Name}: {reference} <> {table}";
    }

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    /// <summary>The value in the reference item; null also if it lacks the attribute (see ReferenceType).</summary>
    public object? ReferenceValue { get; }

    /// <summary>The value in the table's item; null also if it lacks the attribute (see TableType).</summary>
    public object? TableValue { get; }

    /// <summary>The DynamoDB type in the reference item, such as N; null if it lacks the attribute.</summary>
    public string? ReferenceType { get; }

    /// <summary>The DynamoDB type in the table's item, such as N; null if it lacks the attribute.</summary>
    public string? TableType { get; }

    /// <summary>Returns the name and both values in DynamoDB JSON, shortened.</summary>
    public override string ToString() => _text;

    private static (string? Type, object? Value, string Text) Read(ReadOnlyMemory<byte>? json)
    {
        if (json is not { } bytes)
            return (null, null, "absent");
        using JsonDocument document = JsonDocument.Parse(bytes, JsonLimits.Document);
        JsonElement value = document.RootElement;
        return (
            value.EnumerateObject().First().Name,
            AttributeSource.ReadTyped(value),
            Excerpt.Of(Encoding.UTF8.GetString(bytes.ToArray())));
    }
}
