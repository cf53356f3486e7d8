using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One run of lookups in a table: keys go in, and they come out with their items, in the same order.</summary>
internal sealed class TableLookup : IDisposable
{
    // A cancelled request comes back at once, unless the SDK is renewing credentials: nothing cancels that.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(200);

    private readonly ITransport _transport;
    private readonly BatchGetStatement _statement;
    private readonly TableSchema _schema;
    private readonly LookupEngine _engine;
    private readonly RequestDriver<KeysRequest> _driver;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ReadLog _log;

    /// <param name="transport">Sends the requests; it is not disposed of with this.</param>
    /// <param name="statement">All of the request but its keys.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="options">How to look up.</param>
    /// <param name="readCapacity">RCU per second that the table is said to give; null if unknown.</param>
    public TableLookup(
        ITransport transport, BatchGetStatement statement, TableSchema schema, LookupOptions options, double? readCapacity)
    {
        _transport = transport;
        _statement = statement;
        _schema = schema;
        _log = new ReadLog(options.LogsRequests);
        _engine = new LookupEngine(options, readCapacity, new Random(), TimeSpan.Zero);
        _driver = new RequestDriver<KeysRequest>(_engine, SendAsync, () => _clock.Elapsed);
    }

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>The error that ended the run early; null if it is complete or goes on.</summary>
    public OperationError? Error => _driver.Failure ?? _driver.Run(_ => _engine.Error);

    /// <summary>Puts a lookup in.</summary>
    /// <param name="lookup">The lookup.</param>
    /// <param name="hasAnswer">True if there is an answer to take.</param>
    /// <returns>False if there is no room for it yet.</returns>
    public bool TrySubmit(KeyLookup lookup, out bool hasAnswer)
    {
        (bool isTaken, hasAnswer) = _driver.Run(now =>
        {
            if (_engine.HasRoom)
            {
                _engine.Submit(lookup, now);
                return (true, _engine.HasAnswer);
            }

            _engine.InputIsWaiting = true;
            return (false, _engine.HasAnswer);
        });
        return isTaken;
    }

    /// <summary>Says that no more input comes.</summary>
    public void CompleteInput() => _driver.Run(_ =>
    {
        _engine.CompleteInput();
        return true;
    });

    /// <summary>Takes the next lookup in the order of the input; null while its outcome is not known.</summary>
    public KeyLookup? TakeAnswer() => _driver.Run(_ => _engine.TakeAnswer());

    /// <summary>Waits until there is an answer to take, or a while has passed.</summary>
    /// <returns>True once no answer is outstanding.</returns>
    public bool Wait(TimeSpan atMost) => _driver.Wait(atMost);

    /// <summary>Looks at the engine while nothing changes it.</summary>
    public T Look<T>(Func<LookupEngine, T> look) => _driver.Run(_ => look(_engine));

    /// <summary>Takes what there is to tell of requests since the last time.</summary>
    public IReadOnlyList<string> TakeLog() => _log.Take();

    /// <summary>Ends the run; no request is in flight afterwards, and every lookup has its outcome.</summary>
    public void Stop()
    {
        _driver.Stop(OperationError.ReadStopped, StopGrace);
        Look(engine =>
        {
            engine.Abandon();
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _driver.Dispose();

    private async Task<Action<TimeSpan>> SendAsync(KeysRequest request, CancellationToken cancellationToken)
    {
        TimeSpan sentAt = _clock.Elapsed;
        CallAnswer answer = await _transport.GetItemsAsync(_statement, request, _schema, cancellationToken).ConfigureAwait(false);
        _log.Answered(request, answer, _clock.Elapsed - sentAt);
        return now =>
        {
            if (answer is CallAnswer.Result<KeysAnswer> result)
                _engine.Complete(request, result.Value, now);
            else
                _engine.Fail(request, answer, now);
        };
    }
}
