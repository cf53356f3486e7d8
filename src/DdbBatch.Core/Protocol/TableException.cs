using System;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>A table can't be described, and so not written to.</summary>
internal sealed class TableException(OperationError error) : Exception(error.Message)
{
    public OperationError Error { get; } = error;
}
