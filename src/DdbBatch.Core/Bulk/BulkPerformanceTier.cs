namespace DdbBatch;

/// <summary>
/// The speed and the price of DynamoDB's bulk engine (Developer Guide, "Performance tiers for bulk put items").
/// </summary>
public enum BulkPerformanceTier
{
    /// <summary>Available in every region.</summary>
    Standard,

    /// <summary>Faster, available in some regions.</summary>
    Accelerated,
}
