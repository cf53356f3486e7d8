using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Driving;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One run of lookups in a table: keys go in, and they come out with their items, in the same order.</summary>
internal sealed class TableLookup : RequestDriver<LookupEngine, KeysRequest>
{
    private readonly ITransport _transport;
    private readonly BatchGetStatement _statement;
    private readonly TableSchema _schema;
    private readonly ReadLog _log;

    /// <inheritdoc cref="TableLookup(ITransport, BatchGetStatement, TableSchema, LookupOptions, double?, RunEnvironment)"/>
    public TableLookup(
        ITransport transport, BatchGetStatement statement, TableSchema schema, LookupOptions options, double? readCapacity)
        : this(transport, statement, schema, options, readCapacity, new RunEnvironment())
    {
    }

    /// <param name="transport">Sends the requests; it is not disposed of with this.</param>
    /// <param name="statement">All of the request but its keys.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="options">How to look up.</param>
    /// <param name="readCapacity">RCU per second that the table is said to give; null if unknown.</param>
    /// <param name="environment">The clock, the threads, the random numbers.</param>
    public TableLookup(
        ITransport transport,
        BatchGetStatement statement,
        TableSchema schema,
        LookupOptions options,
        double? readCapacity,
        RunEnvironment environment)
        : base(new LookupEngine(options, readCapacity, environment.Random, TimeSpan.Zero), environment)
    {
        _transport = transport;
        _statement = statement;
        _schema = schema;
        _log = new ReadLog(options.LogsRequests);
    }

    /// <summary>The error that ended the run early; null if it is complete or goes on.</summary>
    public OperationError? Error => Read(engine => engine.Error);

    /// <summary>Puts a lookup in.</summary>
    /// <param name="lookup">The lookup.</param>
    /// <param name="hasAnswer">True if there is an answer to take.</param>
    /// <returns>False if there is no room for it yet.</returns>
    public bool TrySubmit(KeyLookup lookup, out bool hasAnswer)
    {
        lock (Lock)
        {
            bool isTaken = Engine.HasRoom;
            if (isTaken)
                Submit(lookup);
            else
                Engine.InputIsWaiting = true;
            TryDispatch();
            hasAnswer = Engine.HasAnswer;
            return isTaken;
        }
    }

    /// <summary>Ends the input.</summary>
    public void CompleteInput()
    {
        lock (Lock)
        {
            Engine.CompleteInput();
            TryDispatch();
        }
    }

    /// <summary>Takes the next lookup in the order of the input; null while its outcome is not known.</summary>
    public KeyLookup? TakeAnswer()
    {
        lock (Lock)
        {
            KeyLookup? lookup = Engine.TakeAnswer();
            TryDispatch();
            return lookup;
        }
    }

    /// <summary>Takes the lines on requests since the last time.</summary>
    public IReadOnlyList<string> TakeLog()
    {
        lock (Lock)
            return _log.Take();
    }

    /// <summary>Ends the run at once; every lookup has its outcome afterwards.</summary>
    public void Stop() => Stop(OperationError.ReadStopped, TimeSpan.Zero);

    /// <inheritdoc/>
    protected override Task<CallAnswer> CallAsync(KeysRequest request, CancellationToken cancellationToken) =>
        _transport.GetItemsAsync(_statement, request, _schema, cancellationToken);

    /// <inheritdoc/>
    protected override void OnAnswered(KeysRequest request, CallAnswer answer, TimeSpan now) =>
        _log.Answered(request, answer, now - request.SentAt);

    private void Submit(KeyLookup lookup)
    {
        TimeSpan now = Now();
        try
        {
            Engine.Submit(lookup, now);
        }
        catch (Exception exception)
        {
            Fail(exception);
            // The failure has given the lookup its outcome if the engine already had it.
            if (lookup.Outcome == LookupOutcome.Pending)
                Engine.Submit(lookup, now);
        }
    }
}
