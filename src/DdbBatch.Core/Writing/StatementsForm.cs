using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>BatchExecuteStatement: up to 25 inserts, each of which DynamoDB answers by itself.</summary>
internal sealed class StatementsForm : RequestForm
{
    // A table's name has 255 characters at most.
    private const int OwnBytes = 340;

    /// <inheritdoc/>
    public override int Index => 1;

    /// <inheritdoc/>
    public override int MaxOperations => BatchLimits.Operations;

    /// <inheritdoc/>
    public override string Operation(BatchRequest request) => "BatchExecuteStatement";

    // A name may be as long as its attribute, and each of its characters a quote that is doubled.
    /// <inheritdoc/>
    public override int WireBytes(WriteOperation operation) =>
        OwnBytes + operation.Item.Json.Length + System.Math.Min(2 * operation.Item.Json.Length, InsertStatements.MaxTextBytes);

    /// <inheritdoc/>
    public override int FrameBytes(WriteBodies bodies) => OwnBytes;

    /// <inheritdoc/>
    public override CallBody Body(WriteBodies bodies, IReadOnlyList<WriteOperation> operations) =>
        new(bodies.Inserts.Write([.. operations.Select(operation => operation.Item.Json)]));

    /// <inheritdoc/>
    public override CallAnswer? Read(byte[] body, bool isOfAws, BatchRequest request) =>
        StatementsAnswerReader.Read(body, isOfAws, request.Operations.Count);
}
