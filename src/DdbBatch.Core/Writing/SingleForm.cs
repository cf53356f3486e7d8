using System.Collections.Generic;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>PutItem, DeleteItem or UpdateItem: one operation, which may have a condition.</summary>
internal sealed class SingleForm : RequestForm
{
    // For each attribute two aliases, and the condition. A rough figure will do.
    private const int OwnBytes = 512;

    /// <inheritdoc/>
    public override int Index => 2;

    /// <inheritdoc/>
    public override int MaxOperations => 1;

    /// <inheritdoc/>
    public override string Operation(BatchRequest request) => request.Operations[0].Kind switch
    {
        OperationKind.Update => "UpdateItem",
        OperationKind.Delete => "DeleteItem",
        _ => "PutItem",
    };

    /// <inheritdoc/>
    public override int WireBytes(WriteOperation operation) => OwnBytes + operation.Item.Json.Length;

    /// <inheritdoc/>
    public override int FrameBytes(WriteBodies bodies) => 0;

    /// <inheritdoc/>
    public override CallBody Body(WriteBodies bodies, IReadOnlyList<WriteOperation> operations) =>
        new(bodies.Single(operations[0].Kind, operations[0].Item, operations[0].Change));

    /// <inheritdoc/>
    public override CallAnswer? Read(byte[] body, bool isOfAws, BatchRequest request) => SingleAnswerReader.Read(body, isOfAws);
}
