using System.Text.Json.Serialization;

namespace DdbBatch.TestKit.Http;

/// <summary>Why DynamoDB throttled a request, and what ran out.</summary>
/// <param name="Reason">As <c>TableWriteProvisionedThroughputExceeded</c>.</param>
/// <param name="Resource">The ARN of the table or index.</param>
public sealed record ThrottlingReason(
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("resource")] string Resource);
