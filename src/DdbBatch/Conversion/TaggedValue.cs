using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Takes the only entry of a map in DynamoDB JSON shape, a type and its content. Entries that are null don't count.</summary>
internal sealed class TaggedValue(ItemPath path) : IAttributeVisitor
{
    /// <inheritdoc/>
    public ItemPath Path => path;

    /// <summary>The type as it is written.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>The content.</summary>
    public object? Content { get; private set; }

    /// <summary>How many entries there were, without those that are null.</summary>
    public int Count { get; private set; }

    /// <summary>The type; null where there is none of that name.</summary>
    public AttributeType? Type =>
        Enum.TryParse(Tag, out AttributeType type) && type.ToString() == Tag ? type : null;

    /// <summary>Forgets the entry.</summary>
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
