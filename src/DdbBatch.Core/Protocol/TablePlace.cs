namespace DdbBatch.Protocol;

/// <summary>The place of a table.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Endpoint">The region or URL of its endpoint.</param>
internal readonly record struct TablePlace(string Arn, string Endpoint)
{
    /// <summary>
    /// True if both are one table. The ARN of a table in AWS is unique. That of DynamoDB Local and the like has no region or
    /// account of its own, so the endpoint counts too.
    /// </summary>
    public bool IsSame(TablePlace other) => Arn == other.Arn && (Endpoint == other.Endpoint || !IsLocal(Arn));

    private static bool IsLocal(string arn) => arn.Split(':') is not { Length: > 4 } parts || parts[4].Trim('0').Length == 0;
}
