using System;
using System.Text;

namespace DdbBatch.Items;

/// <summary>DynamoDB's requirements of an attribute that is part of a table's or an index's key.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">The required type.</param>
/// <param name="TablePosition">0 for the table's partition key, 1 for its sort key, -1 if only indexes use the
/// attribute.</param>
/// <param name="IndexName">An index whose key has the attribute; null if there is none.</param>
/// <param name="MaxBytes">The maximum size of a value, in bytes.</param>
internal sealed record KeyUse(string Name, ScalarAttributeType Type, int TablePosition, string? IndexName, int MaxBytes)
{
    private readonly byte[] _utf8Name = Encoding.UTF8.GetBytes(Name);

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8Name => _utf8Name;

    /// <summary>True if the attribute is part of the table's own key.</summary>
    public bool IsTableKey => TablePosition >= 0;

    /// <summary>The name in error messages: <c>key attribute Artist</c>.</summary>
    public string Description => IsTableKey ? $"key attribute {Name}" : $"key attribute {Name} of index {IndexName}";

    /// <summary>Checks a value that has just been read.</summary>
    /// <param name="type">The value's type.</param>
    /// <param name="sizeBytes">Its size, in bytes.</param>
    /// <param name="path">The path in the input.</param>
    /// <exception cref="ItemException">KeyTypeMismatch, KeyEmpty or KeyTooLong.</exception>
    public void Check(AttributeType type, int sizeBytes, ItemPath path)
    {
        if (type != (AttributeType)Type)
            throw ItemErrors.KeyTypeMismatch(path, this, type);
        if (Type == ScalarAttributeType.N)
            return;
        if (sizeBytes == 0)
            throw ItemErrors.KeyEmpty(path, this);
        if (sizeBytes > MaxBytes)
            throw ItemErrors.KeyTooLong(path, this, sizeBytes);
    }
}
