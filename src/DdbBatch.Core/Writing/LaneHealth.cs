using System;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <summary>Whether a table's requests fail, and since when.</summary>
internal sealed class LaneHealth
{
    private TimeSpan _progressAt;

    /// <summary>
    /// Since when requests have failed with nothing decided: the time at which the first of them was sent; null while none has
    /// failed. Waiting, for the pace or for a key to settle, is no failure.
    /// </summary>
    public TimeSpan? FailingSince { get; private set; }

    /// <summary>The error of the last request; null unless it has failed.</summary>
    public OperationError? LastFailure { get; private set; }

    /// <summary>
    /// True once DynamoDB has carried something out, for this run or for an earlier one that it resumes: a write, or a check of
    /// a condition.
    /// </summary>
    public bool HasWritten { get; private set; }

    /// <summary>Records that DynamoDB has decided about an operation, so that the table is not failing.</summary>
    public void Progress(TimeSpan now)
    {
        FailingSince = null;
        LastFailure = null;
        _progressAt = now;
    }

    /// <summary>Records that DynamoDB has carried something out.</summary>
    public void Write() => HasWritten = true;

    /// <summary>Records that a request has failed.</summary>
    /// <param name="sentAt">The time at which it was sent, because an attempt that lasts a minute has failed for a
    /// minute.</param>
    /// <param name="error">Why.</param>
    public void Fail(TimeSpan sentAt, OperationError error)
    {
        FailingSince ??= sentAt > _progressAt ? sentAt : _progressAt;
        LastFailure = error;
    }
}
