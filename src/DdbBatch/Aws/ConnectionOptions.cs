namespace DdbBatch.Aws;

/// <summary>Which DynamoDB to talk to, and as whom, as the user said it.</summary>
internal sealed record ConnectionOptions
{
    public string? Region { get; init; }

    public string? ProfileName { get; init; }

    public string? EndpointUrl { get; init; }

    /// <summary>Most connections that are open at once.</summary>
    public int Connections { get; init; } = 16;
}
