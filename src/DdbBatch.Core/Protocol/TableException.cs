using System;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>A table cannot be described, and therefore not written to.</summary>
internal sealed class TableException(OperationError error) : Exception(error.Message)
{
    public OperationError Error { get; } = error;
}
