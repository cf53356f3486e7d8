namespace DdbBatch.Bulk;

/// <summary>What a report says of one item, or one object, that DynamoDB couldn't process.</summary>
/// <param name="Code">DynamoDB's error code.</param>
/// <param name="Message">Its reason.</param>
internal sealed record BulkFailure(string Code, string Message)
{
    /// <summary>The item in DynamoDB JSON; null where there is none to be read.</summary>
    public byte[]? Item { get; init; }

    /// <summary>The record as it was, where no item could be read of it; null for an object that couldn't be processed.</summary>
    public string? Raw { get; init; }

    /// <summary>The key of the object that it was in; null where the report doesn't say.</summary>
    public string? ObjectKey { get; init; }

    /// <summary>Its line there, from 1; null where the report doesn't say.</summary>
    public long? Line { get; init; }

    /// <summary>True where an object as a whole couldn't be processed, or not to its end.</summary>
    public bool IsOfObject => Item is null && Raw is null && ObjectKey is not null;
}
