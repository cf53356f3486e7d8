using Amazon;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>A client, what it was made of, and where that was found, for people.</summary>
/// <param name="Client">Talks to DynamoDB.</param>
/// <param name="Region">The region's system name.</param>
/// <param name="Settings">The profile whose settings count; null without one.</param>
/// <param name="Endpoint">What it talks to, and what says so.</param>
/// <param name="Origin">A sentence on its region and credentials.</param>
internal sealed record Connection(DynamoDBClient Client, string Region, Profile? Settings, string Endpoint, string Origin);
