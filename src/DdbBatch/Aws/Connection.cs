using Amazon;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>A client, and what it was made of.</summary>
/// <param name="Client">Talks to DynamoDB.</param>
/// <param name="Region">The region's system name.</param>
/// <param name="Settings">The profile whose settings count; null without one.</param>
/// <param name="Origin">A sentence on where region and credentials were found.</param>
internal sealed record Connection(DynamoDBClient Client, string Region, Profile? Settings, string Origin);
