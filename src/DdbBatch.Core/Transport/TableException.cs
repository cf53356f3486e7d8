using System;
using DdbBatch.Throttling;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>A table can't be described, and so not written to.</summary>
internal sealed class TableException(OperationError error, ErrorClass errorClass) : Exception(error.Message)
{
    public OperationError Error { get; } = error;

    /// <summary>Whether it is this table alone or every table (LaneFatal, RunFatal).</summary>
    public ErrorClass ErrorClass { get; } = errorClass;
}
