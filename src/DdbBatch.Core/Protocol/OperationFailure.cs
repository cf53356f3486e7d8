namespace DdbBatch.Protocol;

/// <summary>One operation of a request that was answered, and has failed by itself.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="Error">Why.</param>
internal sealed record OperationFailure(int Index, CallAnswer.ServiceError Error);
