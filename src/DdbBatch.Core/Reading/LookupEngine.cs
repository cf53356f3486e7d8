using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Driving;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>
/// Decides which keys are requested together and when, and returns every lookup in the order of the input, with its item, as
/// missing, or as unprocessed. It does no input or output and has no clock. Not thread-safe.
/// </summary>
internal sealed class LookupEngine : IRequestEngine<KeysRequest>
{
    // An answer has at most 16 MB, and at most 1 MB of one partition (API reference, BatchGetItem).
    private const int SizeLimitBytes = 1000 * 1000;

    private readonly LookupOptions _options;
    private readonly Random _random;
    private readonly LookupPacer _pacer;
    private readonly LookupOrder _order = new();
    private readonly LookupQueue _queue;
    private double _bytesPerRequest;
    private TimeSpan? _failingSince;
    private OperationError? _lastFailure;
    private bool _hasSucceeded;
    private bool _inputComplete;
    private bool _isAbandoned;
    private int _credentialErrors;

    /// <param name="options">The options.</param>
    /// <param name="readCapacity">The table's reported capacity, in RCU per second; null if unknown.</param>
    /// <param name="random">The source of random numbers for the jitter of retries.</param>
    /// <param name="now">The time.</param>
    public LookupEngine(LookupOptions options, double? readCapacity, Random random, TimeSpan now)
    {
        _options = options;
        _random = random;
        _queue = new LookupQueue(options.Linger);
        _pacer = new LookupPacer(options, readCapacity, now);
    }

    public LookupTally Tally { get; } = new();

    /// <summary>Requests that were given out and not yet answered.</summary>
    public int InFlight { get; private set; }

    /// <summary>The error that ended the run; null while it goes on.</summary>
    public OperationError? Error { get; private set; }

    /// <summary>True while the input waits for room: partial requests are sent then.</summary>
    public bool InputIsWaiting { get; set; }

    /// <summary>True while there is room for another lookup.</summary>
    public bool HasRoom => _order.Count < _options.BufferedLookups && _order.ContentBytes < _options.BufferBytes;

    /// <inheritdoc/>
    public bool IsAwaited => HasAnswer || IsIdle;

    /// <summary>True once every lookup has its outcome.</summary>
    public bool IsIdle => !_order.HasPending && InFlight == 0;

    /// <summary>True while there is a lookup to take.</summary>
    public bool HasAnswer => _order.HasAnswer;

    /// <summary>Whether the table answers.</summary>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    public TableHealth Health(string table) =>
        new(table) { FailingSince = _failingSince, LastFailure = _lastFailure, IsClosed = Error is not null };

    /// <summary>Adds a lookup.</summary>
    public void Submit(KeyLookup lookup, TimeSpan now)
    {
        InputIsWaiting = false;
        if (!_order.Add(lookup))
            return;
        if (Error is { } error)
            _order.GiveUp(lookup, error);
        else
            _queue.Add(lookup, now);
    }

    /// <summary>Ends the input, so that partial requests are sent.</summary>
    public void CompleteInput() => _inputComplete = true;

    /// <summary>Returns the next request that may be sent now; null if there is none.</summary>
    public KeysRequest? TryTake(TimeSpan now)
    {
        if (_isAbandoned || !MaySend || !(_queue.DueAt(now, FullRequest) <= now) || _pacer.ReadyAt(now) > now)
            return null;
        List<KeyLookup> lookups = _queue.Take(_pacer.MaxKeys);
        InFlight++;
        Tally.Requests++;
        return new KeysRequest(lookups, _pacer.Book(lookups.Count, now), now);
    }

    /// <summary>The time at which to call <see cref="TryTake"/> again if no answer arrives; null for never.</summary>
    public TimeSpan? NextWake(TimeSpan now)
    {
        if (_isAbandoned || !MaySend)
            return null;
        TimeSpan? due = _queue.DueAt(now, FullRequest);
        TimeSpan ready = _pacer.ReadyAt(now);
        return due < ready ? ready : due;
    }

    /// <inheritdoc/>
    public void Complete(KeysRequest request, CallAnswer answer, TimeSpan now)
    {
        if (_isAbandoned)
            return;
        InFlight--;
        if (answer is CallAnswer.Result<KeysAnswer> result)
            Complete(request, result.Value, now);
        else
            Fail(request, answer, now);
    }

    /// <inheritdoc/>
    public void Stop(OperationError reason)
    {
        Error ??= reason;
        GiveUp(_queue.Clear(), Error);
    }

    /// <inheritdoc/>
    public void Abandon(OperationError reason, TimeSpan now)
    {
        _isAbandoned = true;
        InFlight = 0;
        Error ??= reason;
        _queue.Clear();
        _order.GiveUpAll(Error);
    }

    /// <summary>Takes the next lookup in the order of the input; null while its outcome is not known.</summary>
    public KeyLookup? TakeAnswer()
    {
        KeyLookup? lookup = _order.Take();
        if (lookup is not null)
            Tally.Count(lookup.Outcome);
        return lookup;
    }

    private void Complete(KeysRequest request, KeysAnswer answer, TimeSpan now)
    {
        _hasSucceeded = true;
        _credentialErrors = 0;
        List<KeyLookup> unprocessed = [];
        for (int i = 0; i < request.Lookups.Count; i++)
        {
            if (answer.IsUnprocessed[i])
                unprocessed.Add(request.Lookups[i]);
            else
                _order.Resolve(request.Lookups[i], answer.Items[i]);
        }

        int processed = request.Lookups.Count - unprocessed.Count;
        // A full answer leaves keys unprocessed too, which has nothing to do with the table's capacity.
        bool isFull = processed > 0 && answer.SizeBytes >= SizeLimitBytes;
        bool isThrottled = unprocessed.Count > 0 && !isFull;
        _pacer.OnAnswer(request, answer, processed, isThrottled, now);
        Count(answer, isThrottled);
        if (processed > 0)
            _failingSince = null;
        if (isThrottled)
            RetryOrGiveUp(unprocessed, OperationError.UnprocessedKeys, ErrorClass.Throttled, null, now);
        else if (Error is { } error)
            GiveUp(unprocessed, error);
        else
            _queue.Delay(unprocessed, now);
    }

    private void Fail(KeysRequest request, CallAnswer answer, TimeSpan now)
    {
        OperationError error = answer.ToError();
        if (ErrorClassifier.IsCredentialError(answer))
            _credentialErrors++;
        ErrorClass errorClass = ErrorClassifier.Classify(answer, _hasSucceeded, _credentialErrors);
        if (errorClass == ErrorClass.Throttled)
        {
            _hasSucceeded = true;
            Tally.ThrottledRequests++;
            _pacer.OnThrottled(request, now);
        }

        if (ErrorClassifier.MayPass(errorClass))
        {
            RetryOrGiveUp(request.Lookups, error, errorClass, (answer as CallAnswer.ServiceError)?.RetryAfter, now);
            return;
        }

        Stop(error);
        GiveUp(request.Lookups, error);
    }

    // Answers that wait for an earlier one take memory, so requests wait too; but one may always be on its way.
    private bool MaySend => InFlight < _options.ThrottleLimit
        && (InFlight == 0 || _order.ItemBytes + (InFlight + 1) * _bytesPerRequest <= _options.BufferBytes);

    // How many keys are sent without waiting for more.
    private int FullRequest => _inputComplete || InputIsWaiting ? 1 : _pacer.MaxKeys;

    private void Count(KeysAnswer answer, bool isThrottled)
    {
        Tally.ConsumedUnits += answer.ConsumedUnits ?? 0;
        Tally.Bytes += answer.SizeBytes;
        if (isThrottled)
            Tally.ThrottledRequests++;
        _bytesPerRequest = Math.Max(answer.SizeBytes, 0.9 * _bytesPerRequest);
    }

    private void RetryOrGiveUp(
        IReadOnlyList<KeyLookup> lookups, OperationError error, ErrorClass errorClass, TimeSpan? retryAfter, TimeSpan now)
    {
        _failingSince ??= now;
        _lastFailure = error;
        if (now - _failingSince >= _options.RetryTimeout)
            Stop(OperationError.ReadTimeout(_options.RetryTimeout, error));
        Tally.RetriedRequests++;
        int retries = lookups.Max(lookup => lookup.Retries) + 1;
        TimeSpan dueAt = now + RetryPolicy.Delay(retries, errorClass, _random.NextDouble(), retryAfter);
        List<KeyLookup> retried = [];
        foreach (KeyLookup lookup in lookups)
        {
            if (Error is not null || lookup.Retries >= _options.MaxRetry)
                _order.GiveUp(lookup, Error ?? error);
            else
                retried.Add(lookup);
            lookup.Retries++;
        }

        _queue.Delay(retried, dueAt);
    }

    private void GiveUp(IEnumerable<KeyLookup> lookups, OperationError error)
    {
        foreach (KeyLookup lookup in lookups)
            _order.GiveUp(lookup, error);
    }
}
