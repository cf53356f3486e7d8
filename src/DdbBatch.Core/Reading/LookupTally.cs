namespace DdbBatch.Reading;

/// <summary>The counts of one run of lookups.</summary>
internal sealed class LookupTally
{
    public long Found { get; private set; }

    public long Missing { get; private set; }

    public long Unprocessed { get; private set; }

    /// <summary>RCU consumed.</summary>
    public double ConsumedUnits { get; set; }

    /// <summary>Bytes of all answers.</summary>
    public long Bytes { get; set; }

    /// <summary>Requests sent.</summary>
    public long Requests { get; set; }

    /// <summary>Requests of which at least one key was requested again.</summary>
    public long RetriedRequests { get; set; }

    /// <summary>Requests that were throttled, as a whole or in part.</summary>
    public long ThrottledRequests { get; set; }

    public void Count(LookupOutcome outcome)
    {
        if (outcome == LookupOutcome.Found)
            Found++;
        else if (outcome == LookupOutcome.Missing)
            Missing++;
        else
            Unprocessed++;
    }
}
