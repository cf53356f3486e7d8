using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>A client, and where things were found, for people.</summary>
/// <param name="Client">The client.</param>
/// <param name="Endpoint">What it talks to, and what says so.</param>
/// <param name="Origin">A sentence on its region and credentials.</param>
internal sealed record Connection(DynamoDBClient Client, string Endpoint, string Origin);
