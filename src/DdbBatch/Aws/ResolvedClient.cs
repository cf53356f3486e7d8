using Amazon;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>A client, its settings, and descriptions of their sources.</summary>
/// <param name="Client">The client for DynamoDB.</param>
/// <param name="Region">The region's system name.</param>
/// <param name="Settings">The profile whose settings apply; null if there is none.</param>
/// <param name="Endpoint">The endpoint, and the setting that specifies it.</param>
/// <param name="Origin">A sentence about its region and credentials.</param>
internal sealed record ResolvedClient(DynamoDBClient Client, string Region, Profile? Settings, string Endpoint, string Origin);
