using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>The counts of one table.</summary>
internal sealed class Tally
{
    private readonly long[] _outcomes = new long[Enum.GetValues(typeof(OperationOutcome)).Length];

    // By the number of attempts: counted for every operation, so no tree is searched for it.
    private long[] _attempts = new long[8];

    /// <summary>Settled operations by the number of their attempts.</summary>
    public SortedDictionary<int, long> Attempts
    {
        get
        {
            SortedDictionary<int, long> counts = [];
            for (int attempts = 0; attempts < _attempts.Length; attempts++)
            {
                if (_attempts[attempts] > 0)
                    counts.Add(attempts, _attempts[attempts]);
            }

            return counts;
        }
    }

    public long Requests { get; set; }

    /// <summary>Requests of which at least one operation had to be sent again.</summary>
    public long RetriedRequests { get; set; }

    /// <summary>Requests of which DynamoDB left something unprocessed or which it throttled as a whole.</summary>
    public long ThrottledRequests { get; set; }

    /// <summary>Operations that were left unprocessed or throttled, each time counted.</summary>
    public long ThrottledOperations { get; set; }

    /// <summary>Operations sent, each time counted.</summary>
    public long SentOperations { get; set; }

    public CapacityUse Capacity { get; } = new();

    /// <summary>The reasons for throttling, as DynamoDB reports them, with the number of times.</summary>
    public SortedDictionary<string, long> ThrottlingReasons { get; } = new(StringComparer.Ordinal);

    /// <summary>The largest item collections.</summary>
    public LargestCollections ItemCollections { get; } = new();

    public long this[OperationOutcome outcome] => _outcomes[(int)outcome];

    public long Total => _outcomes.Sum();

    /// <summary>Prepares <see cref="Count(WriteOperation)"/>, which then needs no memory.</summary>
    public void MakeRoomFor(WriteOperation operation)
    {
        if (operation.Attempts >= _attempts.Length)
            Array.Resize(ref _attempts, 2 * operation.Attempts);
    }

    public void Count(WriteOperation operation)
    {
        Count(operation.Outcome);
        _attempts[operation.Attempts]++;
    }

    /// <summary>Adds what a successful answer reports.</summary>
    public void Add(CallAnswer.Success answer)
    {
        if (answer.Capacity is { } use)
            Capacity.Add(use);
        foreach (KeyValuePair<string, double> collection in answer.ItemCollections)
            ItemCollections.Add(collection.Key, collection.Value);
    }

    /// <summary>Counts a request of which something was throttled.</summary>
    public void CountThrottled(int operations, IEnumerable<string> reasons)
    {
        ThrottledRequests++;
        ThrottledOperations += operations;
        foreach (string reason in reasons)
        {
            ThrottlingReasons.TryGetValue(reason, out long known);
            ThrottlingReasons[reason] = known + 1;
        }
    }

    public void Count(OperationOutcome outcome) => _outcomes[(int)outcome]++;

    /// <summary>Returns the counts for the user.</summary>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    public TableSummary ToSummary(string table) => new(table)
    {
        Total = Total,
        Written = this[OperationOutcome.Written],
        Unprocessed = this[OperationOutcome.Unprocessed],
        Unknown = this[OperationOutcome.Unknown],
        Invalid = this[OperationOutcome.Invalid],
        Superseded = this[OperationOutcome.Superseded],
        Skipped = this[OperationOutcome.Skipped],
        ConditionFailed = this[OperationOutcome.ConditionFailed],
        Requests = Requests,
        RetriedRequests = RetriedRequests,
        ThrottledRequests = ThrottledRequests,
        ThrottledOperations = ThrottledOperations,
        SentOperations = SentOperations,
        ConsumedCapacityUnits = Capacity.Total,
        ConsumedCapacityByIndex = Capacity.ByIndex,
        ThrottlingReasons = ThrottlingReasons,
        ItemCollectionSizeGB = ItemCollections.ToSorted(),
        Attempts = Attempts,
    };
}
