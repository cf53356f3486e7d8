using System;

namespace DdbBatch.Tests.Simulation;

/// <summary>DynamoDB's counts for one table in one run.</summary>
internal sealed class TableCounts
{
    public TimeSpan OpenedAt { get; set; }

    /// <summary>The cost of the dearest operation of the input, in WCU.</summary>
    public double LargestUnits { get; set; } = 1;

    public double Units { get; set; }

    public double ConsumedUnits { get; set; }

    public long Submitted { get; set; }

    public long Requests { get; set; }

    public long SentOperations { get; set; }

    public long ThrottledOperations { get; set; }

    /// <summary>When something was last written or refused for good.</summary>
    public TimeSpan ProgressAt { get; private set; } = TimeSpan.MinValue;

    /// <summary>Operations refused one after the other for one reason, while nothing else was accepted.</summary>
    public int RefusalsInRow { get; set; }

    /// <summary>
    /// The longest such streak within the last answer that refused something: the statements of one answer may be refused for
    /// several reasons, and the engine decides after each of them.
    /// </summary>
    public int LongestStreak { get; private set; }

    /// <summary>Something was written, and the client got to hear of it.</summary>
    public bool HasWritten { get; set; }

    private string LastRefusal { get; set; } = "";

    public void Progress(TimeSpan now) => ProgressAt = now;

    /// <summary>Starts an answer that refuses something.</summary>
    public void StartRefusals() => LongestStreak = 0;

    public void Refuse(string code)
    {
        if (code == "ItemCollectionSizeLimitExceededException")
        {
            RefusalsInRow = 0;
            return;
        }

        RefusalsInRow = code == LastRefusal ? RefusalsInRow + 1 : 1;
        LastRefusal = code;
        LongestStreak = Math.Max(LongestStreak, RefusalsInRow);
    }
}
