using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Driving;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One read of a table, an index or a partition: its pages, one by one, as they arrive.</summary>
internal sealed class TableRead : RequestDriver<ReadEngine, PageRequest>
{
    private readonly ITransport _transport;
    private readonly ReadStatement _statement;
    private readonly ReadLog _log;

    /// <inheritdoc cref="TableRead(ITransport, ReadStatement, ReadOptions, IReadOnlyCollection{Segment}, double?, RunEnvironment)"/>
    public TableRead(
        ITransport transport,
        ReadStatement statement,
        ReadOptions options,
        IReadOnlyCollection<Segment> segments,
        double? readCapacity)
        : this(transport, statement, options, segments, readCapacity, new RunEnvironment())
    {
    }

    /// <param name="transport">Sends the requests; it is not disposed of with this.</param>
    /// <param name="statement">The Scan or Query.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="segments">The segments, in the order in which to begin; one for a query.</param>
    /// <param name="readCapacity">RCU per second that the table is said to give; null if unknown.</param>
    /// <param name="environment">The clock, the threads, the random numbers.</param>
    public TableRead(
        ITransport transport,
        ReadStatement statement,
        ReadOptions options,
        IReadOnlyCollection<Segment> segments,
        double? readCapacity,
        RunEnvironment environment)
        : base(new ReadEngine(options, segments, readCapacity, environment.Random, TimeSpan.Zero), environment)
    {
        _transport = transport;
        _statement = statement;
        _log = new ReadLog(options.LogsRequests);
    }

    /// <summary>The error that ended the read early; null if it is complete or goes on.</summary>
    public OperationError? Error => Read(engine => engine.Error);

    /// <summary>Waits for the next page.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="page">The page; null if none came in time.</param>
    /// <returns>False after all pages were taken; <see cref="Error"/> shows whether they are complete.</returns>
    public bool TryNext(TimeSpan atMost, out SegmentPage? page)
    {
        page = TakePage();
        if (page is not null)
            return true;
        bool isOver = Wait(atMost);
        page = TakePage();
        return page is not null || !isOver;
    }

    /// <summary>Returns the current counts.</summary>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    /// <param name="index">The index; null for the table itself.</param>
    /// <param name="output">The items that were output; null for all that were read.</param>
    /// <param name="isLimited">True if no more items than these were wanted.</param>
    public ReadSummary Summarize(string table, string? index = null, long? output = null, bool isLimited = false) => Read(engine => new ReadSummary
    {
        Table = table,
        IndexName = index,
        Succeeded = isLimited || (engine.IsComplete && engine.Error is null && !engine.HasPage),
        Items = output ?? engine.Tally.Items,
        ScannedItems = engine.Tally.ScannedItems,
        Bytes = engine.Tally.Bytes,
        Pages = engine.Tally.Pages,
        CompleteSegments = engine.Segments.Complete,
        TotalSegments = engine.Segments.Total,
        Requests = engine.Tally.Requests,
        RetriedRequests = engine.Tally.RetriedRequests,
        ThrottledRequests = engine.Tally.ThrottledRequests,
        ConsumedCapacityUnits = engine.Tally.ConsumedUnits,
        Elapsed = Now(),
    });

    /// <summary>Takes the lines on requests since the last time.</summary>
    public IReadOnlyList<string> TakeLog()
    {
        lock (Lock)
            return _log.Take();
    }

    /// <inheritdoc/>
    protected override Task<CallAnswer> CallAsync(PageRequest request, CancellationToken cancellationToken) =>
        _transport.ReadPageAsync(_statement, request, cancellationToken);

    /// <inheritdoc/>
    protected override void OnAnswered(PageRequest request, CallAnswer answer, TimeSpan now) =>
        _log.Answered(_statement.Operation, request, answer, now - request.SentAt);

    // A page that was taken makes room for others.
    private SegmentPage? TakePage()
    {
        lock (Lock)
        {
            SegmentPage? page = Engine.TakePage();
            TryDispatch();
            return page;
        }
    }
}
