using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Driving;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Pacing;
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
    private readonly Pacer _pacer;
    private readonly Queue<KeyLookup> _order = new();
    private readonly Dictionary<ItemKey, KeyLookup> _pending = [];
    private readonly Queue<KeyLookup> _sendable = new();
    private readonly List<KeyLookup> _delayed = [];
    private double _unitsPerKey = 0.5;
    private double _bytesPerRequest;
    private long _bufferedBytes;
    private long _contentBytes;
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
        _pacer = new Pacer(options.MaxReadCapacity, readCapacity, now);
    }

    public LookupTally Tally { get; } = new();

    /// <summary>Requests that were given out and not yet answered.</summary>
    public int InFlight { get; private set; }

    /// <summary>The error that ended the run; null while it goes on.</summary>
    public OperationError? Error { get; private set; }

    /// <summary>True while the input waits for room: partial requests are sent then.</summary>
    public bool InputIsWaiting { get; set; }

    /// <summary>True while there is room for another lookup.</summary>
    public bool HasRoom => _order.Count < _options.BufferedLookups && _contentBytes < _options.BufferBytes;

    /// <inheritdoc/>
    public bool IsAwaited => HasAnswer || IsIdle;

    /// <summary>True once every lookup has its outcome.</summary>
    public bool IsIdle => _pending.Count == 0 && InFlight == 0;

    /// <summary>True while there is a lookup to take.</summary>
    public bool HasAnswer => _order.Count > 0 && Source(_order.Peek()).Outcome != LookupOutcome.Pending;

    /// <summary>Whether the table answers.</summary>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    public TableHealth Health(string table) =>
        new(table) { FailingSince = _failingSince, LastFailure = _lastFailure, IsClosed = Error is not null };

    /// <summary>Adds a lookup.</summary>
    public void Submit(KeyLookup lookup, TimeSpan now)
    {
        InputIsWaiting = false;
        _order.Enqueue(lookup);
        _contentBytes += lookup.Content.Length;
        if (_pending.TryGetValue(lookup.Key.Key, out KeyLookup? earlier))
        {
            lookup.Earlier = earlier;
            return;
        }

        if (Error is { } error)
        {
            GiveUp(lookup, error);
            return;
        }

        _pending.Add(lookup.Key.Key, lookup);
        lookup.DueAt = now;
        _sendable.Enqueue(lookup);
    }

    /// <summary>Ends the input, so that partial requests are sent.</summary>
    public void CompleteInput() => _inputComplete = true;

    /// <summary>Returns the next request that may be sent now; null if there is none.</summary>
    public KeysRequest? TryTake(TimeSpan now)
    {
        if (_isAbandoned)
            return null;
        PromoteDue(now);
        if (!MaySend || _sendable.Count == 0 || _pacer.ReadyAt(now) > now
            || !(MustSend || _sendable.Peek().DueAt + _options.Linger <= now))
        {
            return null;
        }

        List<KeyLookup> lookups = [];
        while (lookups.Count < KeysRequest.MaxKeys && _sendable.Count > 0)
            lookups.Add(_sendable.Dequeue());
        double units = lookups.Count * _unitsPerKey;
        _pacer.Book(units, now);
        InFlight++;
        Tally.Requests++;
        return new KeysRequest(lookups, units, now);
    }

    /// <summary>The time at which to call <see cref="TryTake"/> again if no answer arrives; null for never.</summary>
    public TimeSpan? NextWake(TimeSpan now)
    {
        if (_isAbandoned || !MaySend)
            return null;
        TimeSpan? wake = _delayed.Count > 0 ? _delayed.Min(lookup => lookup.DueAt) : null;
        if (_sendable.Count > 0)
        {
            TimeSpan due = MustSend ? now : _sendable.Peek().DueAt + _options.Linger;
            wake = wake < due ? wake : due;
        }

        TimeSpan ready = _pacer.ReadyAt(now);
        return wake < ready ? ready : wake;
    }

    /// <inheritdoc/>
    public void Complete(KeysRequest request, CallAnswer answer, TimeSpan now)
    {
        if (_isAbandoned)
            return;
        if (answer is CallAnswer.Result<KeysAnswer> result)
            Complete(request, result.Value, now);
        else
            Fail(request, answer, now);
    }

    /// <inheritdoc/>
    public void Stop(OperationError reason)
    {
        Error ??= reason;
        GiveUp([.. _sendable, .. _delayed], Error);
        _sendable.Clear();
        _delayed.Clear();
    }

    /// <inheritdoc/>
    public void Abandon(OperationError reason, TimeSpan now)
    {
        _isAbandoned = true;
        InFlight = 0;
        Error ??= reason;
        _sendable.Clear();
        _delayed.Clear();
        foreach (KeyLookup lookup in _order)
        {
            if (lookup is { Earlier: null, Outcome: LookupOutcome.Pending })
                (lookup.Outcome, lookup.Error) = (LookupOutcome.Unprocessed, Error);
        }

        _pending.Clear();
    }

    /// <summary>Takes the next lookup in the order of the input; null while its outcome is not known.</summary>
    public KeyLookup? TakeAnswer()
    {
        if (!HasAnswer)
            return null;
        KeyLookup lookup = _order.Dequeue();
        _contentBytes -= lookup.Content.Length;
        if (lookup.Earlier is { } earlier)
            (lookup.Outcome, lookup.Item, lookup.Error) = (earlier.Outcome, earlier.Item, earlier.Error);
        else
            _bufferedBytes -= lookup.Item.Length;
        Tally.Count(lookup.Outcome);
        return lookup;
    }

    private void Complete(KeysRequest request, KeysAnswer answer, TimeSpan now)
    {
        InFlight--;
        _hasSucceeded = true;
        _credentialErrors = 0;
        List<KeyLookup> unprocessed = [];
        for (int i = 0; i < request.Lookups.Count; i++)
        {
            if (answer.IsUnprocessed[i])
                unprocessed.Add(request.Lookups[i]);
            else
                Resolve(request.Lookups[i], answer.Items[i]);
        }

        Account(request, answer, unprocessed.Count, now);
        if (unprocessed.Count < request.Lookups.Count)
            _failingSince = null;
        if (unprocessed.Count > 0 && IsSizeLimited(request, answer, unprocessed.Count))
            Delay(unprocessed, now);
        else if (unprocessed.Count > 0)
            RetryOrGiveUp(unprocessed, OperationError.UnprocessedKeys, ErrorClass.Throttled, null, now);
    }

    private void Fail(KeysRequest request, CallAnswer answer, TimeSpan now)
    {
        InFlight--;
        OperationError error = answer.ToError();
        if (ErrorClassifier.IsCredentialError(answer))
            _credentialErrors++;
        ErrorClass errorClass = ErrorClassifier.Classify(answer, _hasSucceeded, _credentialErrors);
        if (errorClass == ErrorClass.Throttled)
        {
            _hasSucceeded = true;
            Tally.ThrottledRequests++;
            _pacer.OnAnswer(0, request.Units, null, now);
        }

        if (ErrorClassifier.MayPass(errorClass))
        {
            RetryOrGiveUp(request.Lookups, error, errorClass, (answer as CallAnswer.ServiceError)?.RetryAfter, now);
            return;
        }

        Stop(error);
        GiveUp(request.Lookups, error);
    }

    private static KeyLookup Source(KeyLookup lookup) => lookup.Earlier ?? lookup;

    // Answers that wait for an earlier one take memory, so requests wait too; but one may always be on its way.
    private bool MaySend => InFlight < _options.ThrottleLimit
        && (InFlight == 0 || _bufferedBytes + (InFlight + 1) * _bytesPerRequest <= _options.BufferBytes);

    private bool MustSend => _inputComplete || InputIsWaiting || _sendable.Count >= KeysRequest.MaxKeys
        || _sendable.Peek().Retries > 0;

    private void Resolve(KeyLookup lookup, ReadOnlyMemory<byte>? item)
    {
        lookup.Outcome = item is null ? LookupOutcome.Missing : LookupOutcome.Found;
        lookup.Item = item ?? default;
        _bufferedBytes += lookup.Item.Length;
        _pending.Remove(lookup.Key.Key);
    }

    private void Account(KeysRequest request, KeysAnswer answer, int unprocessed, TimeSpan now)
    {
        int processed = request.Lookups.Count - unprocessed;
        bool isThrottled = unprocessed > 0 && !IsSizeLimited(request, answer, unprocessed);
        double throttledUnits = isThrottled ? request.Units * unprocessed / request.Lookups.Count : 0;
        _pacer.OnAnswer(request.Units - throttledUnits, throttledUnits, answer.ConsumedUnits, now);
        Tally.ConsumedUnits += answer.ConsumedUnits ?? 0;
        Tally.Bytes += answer.SizeBytes;
        if (isThrottled)
            Tally.ThrottledRequests++;
        _bytesPerRequest = Math.Max(answer.SizeBytes, 0.9 * _bytesPerRequest);
        if (answer.ConsumedUnits is { } units && processed > 0)
            _unitsPerKey += 0.1 * (units / processed - _unitsPerKey);
    }

    // A full answer leaves keys unprocessed too, which has nothing to do with the table's capacity.
    private static bool IsSizeLimited(KeysRequest request, KeysAnswer answer, int unprocessed) =>
        unprocessed < request.Lookups.Count && answer.SizeBytes >= SizeLimitBytes;

    private void Delay(IEnumerable<KeyLookup> lookups, TimeSpan dueAt)
    {
        foreach (KeyLookup lookup in lookups)
        {
            lookup.DueAt = dueAt;
            _delayed.Add(lookup);
        }
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
                GiveUp(lookup, Error ?? error);
            else
                retried.Add(lookup);
            lookup.Retries++;
        }

        Delay(retried, dueAt);
    }

    private void PromoteDue(TimeSpan now)
    {
        if (_delayed.Count == 0)
            return;
        List<KeyLookup> due = _delayed.FindAll(lookup => lookup.DueAt <= now);
        if (due.Count == 0)
            return;
        _delayed.RemoveAll(lookup => lookup.DueAt <= now);
        // Retries go first: the answers to later keys wait for them.
        KeyLookup[] waiting = [.. due.OrderBy(lookup => lookup.Position), .. _sendable];
        _sendable.Clear();
        foreach (KeyLookup lookup in waiting)
            _sendable.Enqueue(lookup);
    }

    private void GiveUp(IEnumerable<KeyLookup> lookups, OperationError error)
    {
        foreach (KeyLookup lookup in lookups)
            GiveUp(lookup, error);
    }

    private void GiveUp(KeyLookup lookup, OperationError error)
    {
        lookup.Outcome = LookupOutcome.Unprocessed;
        lookup.Error = error;
        _pending.Remove(lookup.Key.Key);
    }
}
