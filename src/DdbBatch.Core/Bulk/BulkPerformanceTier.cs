namespace DdbBatch;

/// <summary>
/// How fast DynamoDB's bulk engine works, and at what price (Developer Guide, "Performance tiers for bulk put items").
/// </summary>
public enum BulkPerformanceTier
{
    /// <summary>In every region.</summary>
    Standard,

    /// <summary>Faster, in some regions.</summary>
    Accelerated,
}
