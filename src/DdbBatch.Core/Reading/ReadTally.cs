using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>The counts of one read.</summary>
internal sealed class ReadTally
{
    /// <summary>Items returned.</summary>
    public long Items { get; private set; }

    /// <summary>Items evaluated, before the filter.</summary>
    public long ScannedItems { get; private set; }

    /// <summary>Bytes of all answers.</summary>
    public long Bytes { get; private set; }

    /// <summary>Pages received.</summary>
    public long Pages { get; private set; }

    /// <summary>RCU consumed.</summary>
    public double ConsumedUnits { get; private set; }

    /// <summary>Requests sent.</summary>
    public long Requests { get; set; }

    /// <summary>Requests that were throttled.</summary>
    public long ThrottledRequests { get; set; }

    /// <summary>Requests that failed and were retried.</summary>
    public long RetriedRequests { get; set; }

    public void Add(Page page)
    {
        Items += page.Items.Count;
        ScannedItems += page.ScannedCount;
        Bytes += page.SizeBytes;
        Pages++;
        ConsumedUnits += page.ConsumedUnits ?? 0;
    }
}
