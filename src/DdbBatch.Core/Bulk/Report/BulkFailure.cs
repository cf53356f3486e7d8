namespace DdbBatch.Bulk.Report;

/// <summary>A report's record of one item, or one object, that DynamoDB could not process.</summary>
/// <param name="Code">DynamoDB's error code.</param>
/// <param name="Message">DynamoDB's reason.</param>
internal sealed record BulkFailure(string Code, string Message)
{
    /// <summary>The item in DynamoDB JSON; null if it cannot be read.</summary>
    public byte[]? Item { get; init; }

    /// <summary>
    /// The unchanged record, if no item could be read from it; null for an object that could not be processed.
    /// </summary>
    public string? Raw { get; init; }

    /// <summary>The key of the object with the item; null if not reported.</summary>
    public string? ObjectKey { get; init; }

    /// <summary>The item's line in the object, from 1; null if not reported.</summary>
    public long? Line { get; init; }

    /// <summary>True if a whole object could not be processed, or not to its end.</summary>
    public bool IsOfObject => Item is null && Raw is null && ObjectKey is not null;
}
