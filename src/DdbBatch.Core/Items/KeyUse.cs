namespace DdbBatch.Items;

/// <summary>What DynamoDB demands of an attribute because a table's or an index's key uses it.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">The type it must have.</param>
/// <param name="TablePosition">0 for the table's partition key, 1 for its sort key, -1 where only indexes use it.</param>
/// <param name="IndexName">An index whose key it belongs to; null where none.</param>
/// <param name="MaxBytes">The longest value, in bytes.</param>
internal sealed record KeyUse(string Name, ScalarAttributeType Type, int TablePosition, string? IndexName, int MaxBytes)
{
    /// <summary>Whether it belongs to the table's own key.</summary>
    public bool IsTableKey => TablePosition >= 0;

    /// <summary>How an error message calls it: <c>key attribute Artist</c>.</summary>
    public string Description => IsTableKey ? $"key attribute {Name}" : $"key attribute {Name} of index {IndexName}";

    /// <summary>Checks a value that has just been read.</summary>
    /// <param name="type">The value's type.</param>
    /// <param name="sizeBytes">Its size, in bytes.</param>
    /// <param name="path">Where it stands in the input.</param>
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
