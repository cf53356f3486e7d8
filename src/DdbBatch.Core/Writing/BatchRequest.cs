using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>One BatchWriteItem call: operations of one table, no key twice.</summary>
internal sealed class BatchRequest : ISentBatch
{
    private static readonly byte[] PutStart = "{\"PutRequest\":{\"Item\":"u8.ToArray();
    private static readonly byte[] DeleteStart = "{\"DeleteRequest\":{\"Key\":"u8.ToArray();
    private static readonly byte[] OperationEnd = "}}"u8.ToArray();
    private static readonly byte[] Comma = ","u8.ToArray();

    public BatchRequest(Lane lane, IReadOnlyList<WriteOperation> operations, bool isSuspect = false)
    {
        Lane = lane;
        Operations = operations;
        IsSuspect = isSuspect;
        CapacityUnits = operations.Sum(operation => operation.CapacityUnits);
    }

    public Lane Lane { get; }

    /// <inheritdoc/>
    public TableSchema Schema => Lane.Schema;

    public IReadOnlyList<WriteOperation> Operations { get; }

    /// <summary>
    /// True for a part of a batch that DynamoDB refused as a whole: it goes out as it is, not filled up with others, so
    /// that a bad operation in it takes no more of them down.
    /// </summary>
    public bool IsSuspect { get; }

    /// <summary>The write units that the table needs for it, by the sizes of the items.</summary>
    public int CapacityUnits { get; }

    /// <summary>How long an attempt at it may go without any progress.</summary>
    public TimeSpan Timeout { get; set; } = ApiCall.DefaultTimeout;

    /// <summary>When it may go out.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>
    /// How many requests had been accepted when its operations were sent for the first time, see <see cref="RefusalStreak"/>.
    /// </summary>
    public long AcceptedBefore { get; set; }

    /// <summary>When it was given out.</summary>
    public TimeSpan SentAt { get; set; }

    /// <summary>The bytes that went out, once it was given out.</summary>
    public int SentBytes { get; set; }

    /// <summary>The bytes of an operation within a body, its comma included.</summary>
    public static int WireBytes(WriteOperation operation) => Start(operation).Length + operation.Item.Json.Length
        + OperationEnd.Length + Comma.Length;

    /// <summary>
    /// The halves of a refused batch. Halved until the bad operations stand alone, one bad operation of 25 costs ten
    /// more requests.
    /// </summary>
    public IEnumerable<BatchRequest> Halve()
    {
        int half = (Operations.Count + 1) / 2;
        yield return Part([.. Operations.Take(half)], DueAt);
        yield return Part([.. Operations.Skip(half)], DueAt);
    }

    /// <summary>A part of a refused batch, or the same part once more.</summary>
    public BatchRequest Part(IReadOnlyList<WriteOperation> operations, TimeSpan dueAt = default) =>
        new(Lane, operations, isSuspect: true) { AcceptedBefore = AcceptedBefore, DueAt = dueAt };

    /// <summary>The length of the request's body, in bytes.</summary>
    public int BodyBytes => Lane.BodyStart.Length + Operations.Sum(WireBytes) - Comma.Length + Lane.BodyEnd.Length;

    /// <summary>The request's body, piece by piece: exactly what goes over the wire.</summary>
    public IEnumerable<byte[]> BodyPieces()
    {
        yield return Lane.BodyStart;
        for (int i = 0; i < Operations.Count; i++)
        {
            if (i > 0)
                yield return Comma;
            yield return Start(Operations[i]);
            yield return Operations[i].Item.Json;
            yield return OperationEnd;
        }

        yield return Lane.BodyEnd;
    }

    /// <summary>The request's body in one piece.</summary>
    public byte[] ToBody()
    {
        byte[] body = new byte[BodyBytes];
        BodyPieces().Join(body);
        return body;
    }

    /// <inheritdoc/>
    public int IndexOf(OperationKind kind, ItemKey key)
    {
        for (int i = 0; i < Operations.Count; i++)
        {
            if (Operations[i].Key == key && Operations[i].Kind == kind)
                return i;
        }

        return -1;
    }

    private static byte[] Start(WriteOperation operation) =>
        operation.Kind == OperationKind.Put ? PutStart : DeleteStart;
}
