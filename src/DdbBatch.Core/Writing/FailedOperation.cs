using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>An operation whose attempt has failed for a reason that may pass.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Error">Why.</param>
/// <param name="Class">The meaning of that: Throttled, Transient or Ambiguous.</param>
internal readonly record struct FailedOperation(WriteOperation Operation, OperationError Error, ErrorClass Class);
