using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>
/// Decides when refused operations are no longer bad items among good ones: DynamoDB refuses one after the other and accepts
/// none. In that case bisection stops, and the lane is closed.
/// </summary>
/// <param name="limit">The number of consecutive refusals for one reason that closes the lane.</param>
internal sealed class RefusalStreak(int limit)
{
    private string? _code;

    /// <summary>Operations refused one after the other for one reason, while none was accepted.</summary>
    public int Count { get; private set; }

    /// <summary>How many requests DynamoDB has accepted, or only throttled.</summary>
    public long Accepted { get; private set; }

    /// <summary>Records that DynamoDB has accepted a request, or only throttled it.</summary>
    public void Accept()
    {
        Count = 0;
        Accepted++;
    }

    /// <summary>Records that DynamoDB has refused an operation that was sent alone.</summary>
    /// <param name="error">The error.</param>
    /// <param name="hasWritten">
    /// True if something was written on the lane. Then the input matches the table, and a stretch of bad items is no reason
    /// to end the load, however long it is.
    /// </param>
    /// <param name="acceptedBefore">
    /// <see cref="Accepted"/> when it was sent for the first time. A change since then shows that it is one of several bad
    /// items, which are found one by one.
    /// </param>
    /// <returns>True if the lane has to be closed.</returns>
    public bool Refuse(OperationError error, bool hasWritten, long acceptedBefore)
    {
        // The item itself is in order: its item collection is full.
        if (ErrorClassifier.IsCollectionFull(error.Code))
        {
            Accept();
            return false;
        }

        // By the code, because a message may have the operation's own values. Another reason ends the streak, even if this
        // operation itself does not count.
        if (error.Code != _code)
            Count = 0;
        _code = error.Code;
        if (acceptedBefore != Accepted)
            return false;
        Count++;
        // A permission can be revoked at any time, and everything is refused from then on.
        return Count >= limit && (!hasWritten || error.Code == OperationError.AccessDeniedCode);
    }
}
