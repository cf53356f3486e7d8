using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One read of a table, an index or a partition: its pages, one by one, as they arrive.</summary>
internal sealed class TableRead : IDisposable
{
    // A cancelled request comes back at once, unless the SDK is renewing credentials: nothing cancels that.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(200);

    private readonly ITransport _transport;
    private readonly ReadStatement _statement;
    private readonly ReadEngine _engine;
    private readonly RequestDriver<PageRequest> _driver;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ReadLog _log;

    /// <param name="transport">Sends the requests; it is not disposed of with this.</param>
    /// <param name="statement">The Scan or Query.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="segments">The segments, in the order in which to begin; one for a query.</param>
    /// <param name="readCapacity">RCU per second that the table is said to give; null if unknown.</param>
    public TableRead(
        ITransport transport,
        ReadStatement statement,
        ReadOptions options,
        IReadOnlyCollection<Segment> segments,
        double? readCapacity)
    {
        _transport = transport;
        _statement = statement;
        _log = new ReadLog(options.LogsRequests);
        _engine = new ReadEngine(options, segments, readCapacity, new Random(), TimeSpan.Zero);
        _driver = new RequestDriver<PageRequest>(_engine, SendAsync, () => _clock.Elapsed);
    }

    /// <summary>The time since the read began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>The error that ended the read early; null if it is complete or goes on.</summary>
    public OperationError? Error => _driver.Failure ?? _driver.Run(_ => _engine.Error);

    /// <summary>Waits for the next page.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="page">The page; null if none came in time.</param>
    /// <returns>False once all pages were taken; <see cref="Error"/> tells whether they are all there are.</returns>
    public bool TryNext(TimeSpan atMost, out SegmentPage? page)
    {
        page = _driver.Run(_ => _engine.TakePage());
        if (page is not null)
            return true;
        bool isOver = _driver.Wait(atMost);
        page = _driver.Run(_ => _engine.TakePage());
        return page is not null || !isOver;
    }

    /// <summary>Looks at the engine while nothing changes it.</summary>
    public T Look<T>(Func<ReadEngine, T> look) => _driver.Run(_ => look(_engine));

    /// <summary>Takes what there is to tell of requests since the last time.</summary>
    public IReadOnlyList<string> TakeLog() => _log.Take();

    /// <summary>Ends the read; no request is in flight afterwards.</summary>
    public void Dispose()
    {
        _driver.Stop(OperationError.Stopped, StopGrace);
        _driver.Dispose();
    }

    private async Task<Action<TimeSpan>> SendAsync(PageRequest request, CancellationToken cancellationToken)
    {
        TimeSpan sentAt = _clock.Elapsed;
        CallAnswer answer = await _transport.ReadPageAsync(_statement, request, cancellationToken).ConfigureAwait(false);
        _log.Answered(_statement.Operation, request, answer, _clock.Elapsed - sentAt);
        return now =>
        {
            if (answer is CallAnswer.Result<Page> result)
                _engine.Complete(request, result.Value, now);
            else
                _engine.Fail(request, answer, now);
        };
    }
}
