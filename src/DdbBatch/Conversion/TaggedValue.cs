using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// Reads the only entry of a map in DynamoDB JSON shape: a type and its content. Entries that are null are ignored.
/// </summary>
internal sealed class TaggedValue(ItemPath path) : IAttributeVisitor
{
    /// <inheritdoc/>
    public ItemPath Path => path;

    /// <summary>The type, as text.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>The content.</summary>
    public object? Content { get; private set; }

    /// <summary>The number of entries that are not null.</summary>
    public int Count { get; private set; }

    /// <summary>The type; null if there is no type of that name.</summary>
    public AttributeType? Type =>
        Enum.TryParse(Tag, out AttributeType type) && type.ToString() == Tag ? type : null;

    /// <summary>Clears the entry.</summary>
    public void Clear()
    {
        Tag = "";
        Content = null;
        Count = 0;
    }

    /// <inheritdoc/>
    public bool Wants(string name) => true;

    /// <inheritdoc/>
    public void Visit(string name, object? value)
    {
        // Some programs write the other types as null.
        if (value is null or JsonElement { ValueKind: JsonValueKind.Null })
        {
            if (Count == 0)
                Tag = name;
            return;
        }

        Tag = name;
        Content = value;
        Count++;
    }

    /// <inheritdoc/>
    void IAttributeVisitor.Fail(string name, Exception exception)
    {
        path.SetName(name);
        throw ConversionErrors.ReadFailed(path, exception);
    }
}
