using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>BatchWriteItem: up to 25 puts and deletes.</summary>
internal sealed class BatchForm : RequestForm
{
    private static readonly byte[] PutStart = "{\"PutRequest\":{\"Item\":"u8.ToArray();
    private static readonly byte[] DeleteStart = "{\"DeleteRequest\":{\"Key\":"u8.ToArray();
    private static readonly byte[] OperationEnd = "}}"u8.ToArray();
    private static readonly byte[] Comma = ","u8.ToArray();

    /// <inheritdoc/>
    public override int Index => 0;

    /// <inheritdoc/>
    public override int MaxOperations => BatchLimits.Operations;

    /// <inheritdoc/>
    public override string Operation(BatchRequest request) => "BatchWriteItem";

    /// <inheritdoc/>
    public override int WireBytes(WriteOperation operation) =>
        Start(operation).Length + operation.Item.Json.Length + OperationEnd.Length + Comma.Length;

    /// <inheritdoc/>
    public override int FrameBytes(WriteBodies bodies) => bodies.BatchStart.Length + bodies.BatchEnd.Length - Comma.Length;

    /// <inheritdoc/>
    public override CallBody Body(WriteBodies bodies, IReadOnlyList<WriteOperation> operations) =>
        new(Pieces(bodies, operations), FrameBytes(bodies) + operations.Sum(WireBytes));

    /// <inheritdoc/>
    public override CallAnswer? Read(byte[] body, bool isOfAws, BatchRequest request) => BatchAnswerReader.Read(body, isOfAws, request);

    private static IEnumerable<byte[]> Pieces(WriteBodies bodies, IReadOnlyList<WriteOperation> operations)
    {
        yield return bodies.BatchStart;
        for (int i = 0; i < operations.Count; i++)
        {
            if (i > 0)
                yield return Comma;
            yield return Start(operations[i]);
            yield return operations[i].Item.Json;
            yield return OperationEnd;
        }

        yield return bodies.BatchEnd;
    }

    private static byte[] Start(WriteOperation operation) =>
        operation.Kind == OperationKind.Delete ? DeleteStart : PutStart;
}
