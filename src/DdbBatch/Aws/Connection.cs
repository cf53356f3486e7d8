using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>A client, and a sentence on where its region and credentials were found.</summary>
internal sealed record Connection(DynamoDBClient Client, string Origin);
