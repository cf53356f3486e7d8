using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>One write call: operations of one table and one form, no key twice.</summary>
internal sealed class BatchRequest : ISentBatch
{
    public BatchRequest(Lane lane, IReadOnlyList<WriteOperation> operations, bool isSuspect = false)
    {
        Lane = lane;
        Operations = operations;
        Form = operations[0].Form;
        IsSuspect = isSuspect;
        CapacityUnits = operations.Sum(operation => operation.CapacityUnits);
    }

    public Lane Lane { get; }

    /// <summary>The form of the call.</summary>
    public RequestForm Form { get; }

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
    public TimeSpan Timeout { get; private set; } = ApiCall.DefaultTimeout;

    /// <summary>When it may go out.</summary>
    public TimeSpan DueAt { get; init; }

    /// <summary>
    /// How many requests had been accepted when its operations were sent for the first time, see <see cref="RefusalStreak"/>.
    /// </summary>
    public long AcceptedBefore { get; init; }

    /// <summary>When it was given out.</summary>
    public TimeSpan SentAt { get; private set; }

    /// <summary>Its bytes on the wire, or a little more.</summary>
    public int WireBytes => Form.FrameBytes(Lane.Bodies) + Operations.Sum(Form.WireBytes);

    /// <summary>The same, once it was given out.</summary>
    public int SentBytes { get; private set; }

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

    /// <summary>Records that it is given out.</summary>
    /// <param name="now">The time.</param>
    /// <param name="timeout">How long the attempt may go without any progress.</param>
    public void Send(TimeSpan now, TimeSpan timeout)
    {
        foreach (WriteOperation operation in Operations)
            operation.Send();
        (SentAt, Timeout, SentBytes) = (now, timeout, WireBytes);
    }

    /// <summary>The request's body: exactly what goes over the wire.</summary>
    public CallBody Body() => Form.Body(Lane.Bodies, Operations);

    /// <summary>The request's body in one piece.</summary>
    public byte[] ToBody() => Body().ToArray();

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
}
