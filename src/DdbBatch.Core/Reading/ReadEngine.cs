using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Driving;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>
/// Decides which page is requested when, and the effect of an answer, so that every item of every segment is read exactly
/// once or the read ends with an error. It does no input or output and has no clock: its driver passes the time, sends the
/// requests that it returns, and passes the answers. Not thread-safe.
/// </summary>
internal sealed class ReadEngine : IRequestEngine<PageRequest>
{
    // The most that a page has (API reference, Scan: "1 MB"); as JSON it may be several times as long.
    private const int UsualPageBytes = 1024 * 1024;

    private readonly ReadOptions _options;
    private readonly Random _random;
    private readonly Queue<Segment> _fresh;
    private readonly Stack<Segment> _begun = new();
    private readonly List<Segment> _delayed = [];
    private readonly Queue<SegmentPage> _pages = new();
    private readonly int _segmentCount;
    private int _completeSegments;
    private long _bufferedBytes;
    private int _largestPageBytes = UsualPageBytes;
    private TimeSpan? _failingSince;
    private OperationError? _lastFailure;
    private bool _hasSucceeded;
    private bool _isAbandoned;

    /// <param name="options">The options.</param>
    /// <param name="segments">The segments to read, in the order in which to begin.</param>
    /// <param name="readCapacity">RCU per second that the table is said to give; null if unknown.</param>
    /// <param name="random">The source of random numbers for the jitter of retries.</param>
    /// <param name="now">The time.</param>
    public ReadEngine(
        ReadOptions options, IReadOnlyCollection<Segment> segments, double? readCapacity, Random random, TimeSpan now)
    {
        _options = options;
        _random = random;
        _fresh = new Queue<Segment>(segments.Where(segment => !segment.IsComplete));
        _segmentCount = segments.Count;
        _completeSegments = segments.Count - _fresh.Count;
        Pacer = new ReadPacer(options, readCapacity, now);
    }

    public ReadPacer Pacer { get; }

    public ReadTally Tally { get; } = new();

    /// <summary>Requests that were given out and not yet answered.</summary>
    public int InFlight { get; private set; }

    /// <summary>The error that ended the read early; null while it goes on, and after it is complete.</summary>
    public OperationError? Error { get; private set; }

    /// <summary>True once the last page of every segment was received.</summary>
    public bool IsComplete => _completeSegments == _segmentCount;

    /// <inheritdoc/>
    public bool IsAwaited => HasPage || IsIdle;

    /// <summary>True once nothing more will come: complete or ended by an error, and nothing is in flight.</summary>
    public bool IsIdle => InFlight == 0 && (IsComplete || Error is not null);

    /// <summary>True while there is a page to take.</summary>
    public bool HasPage => _pages.Count > 0;

    /// <summary>Segments that were read to their end, and how many there are.</summary>
    public (int Complete, int Total) Segments => (_completeSegments, _segmentCount);

    /// <summary>Whether the table answers.</summary>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    public TableHealth Health(string table) =>
        new(table) { FailingSince = _failingSince, LastFailure = _lastFailure, IsClosed = Error is not null };

    /// <summary>Returns the next request that may be sent now; null if there is none.</summary>
    public PageRequest? TryTake(TimeSpan now)
    {
        if (_isAbandoned || !HasRoom || Pacer.ReadyAt(now) > now || TakeSegment(now) is not { } segment)
            return null;
        InFlight++;
        Tally.Requests++;
        return Pacer.Book(segment, Math.Min(_options.ThrottleLimit, OpenSegments), now);
    }

    /// <summary>
    /// The time at which to call <see cref="TryTake"/> again if no answer arrives and no page is taken; null for never.
    /// </summary>
    public TimeSpan? NextWake(TimeSpan now)
    {
        if (_isAbandoned || !HasRoom)
            return null;
        TimeSpan ready = Pacer.ReadyAt(now);
        if (_begun.Count > 0 || _fresh.Count > 0)
            return ready;
        if (_delayed.Count == 0)
            return null;
        TimeSpan due = _delayed.Min(segment => segment.DueAt);
        return due > ready ? due : ready;
    }

    /// <inheritdoc/>
    public void Complete(PageRequest request, CallAnswer answer, TimeSpan now)
    {
        if (_isAbandoned)
            return;
        if (answer is CallAnswer.Result<Page> result)
            Complete(request, result.Value, now);
        else
            Fail(request, answer, now);
    }

    /// <inheritdoc/>
    public void Stop(OperationError reason)
    {
        if (!IsComplete)
            Error ??= reason;
    }

    /// <inheritdoc/>
    public void Abandon(OperationError reason, TimeSpan now)
    {
        _isAbandoned = true;
        InFlight = 0;
        Stop(reason);
    }

    /// <summary>Takes the next page, in the order of arrival; null if none is there.</summary>
    public SegmentPage? TakePage()
    {
        if (_pages.Count == 0)
            return null;
        SegmentPage page = _pages.Dequeue();
        _bufferedBytes -= page.Page.SizeBytes;
        return page;
    }

    private void Complete(PageRequest request, Page page, TimeSpan now)
    {
        Segment segment = request.Segment;
        // Requesting the same page again and again would never end.
        if (page.LastEvaluatedKey is { } next && segment.StartKey is { } start && next.AsSpan().SequenceEqual(start))
        {
            Fail(request, new CallAnswer.NoAnswer(true, "CorruptAnswer", "The page ends at the key that it starts after."), now);
            return;
        }

        InFlight--;
        _hasSucceeded = true;
        _failingSince = null;
        Pacer.OnPage(request, page, now);
        Tally.Add(page);
        _largestPageBytes = Math.Max(_largestPageBytes, page.SizeBytes);
        segment.Retries = segment.CredentialErrors = 0;
        segment.StartKey = page.LastEvaluatedKey;
        if (page.LastEvaluatedKey is null)
        {
            segment.IsComplete = true;
            _completeSegments++;
        }
        else
        {
            _begun.Push(segment);
        }

        // Pages without items too, because a copy records how far it has come.
        _pages.Enqueue(new SegmentPage(segment, page));
        _bufferedBytes += page.SizeBytes;
    }

    // Reads change nothing, so temporary errors are retried.
    private void Fail(PageRequest request, CallAnswer answer, TimeSpan now)
    {
        InFlight--;
        Segment segment = request.Segment;
        OperationError error = answer.ToError();
        if (ErrorClassifier.IsCredentialError(answer))
            segment.CredentialErrors++;
        ErrorClass errorClass = ErrorClassifier.Classify(answer, _hasSucceeded, segment.CredentialErrors);
        if (errorClass == ErrorClass.Throttled)
        {
            _hasSucceeded = true;
            Tally.ThrottledRequests++;
            Pacer.OnThrottled(request, now);
        }

        _failingSince ??= now;
        _lastFailure = error;
        if (!ErrorClassifier.MayPass(errorClass) || segment.Retries >= _options.MaxRetry)
            Stop(error);
        else if (now - _failingSince >= _options.RetryTimeout)
            Stop(OperationError.ReadTimeout(_options.RetryTimeout, error));
        if (Error is not null)
            return;
        segment.Retries++;
        Tally.RetriedRequests++;
        TimeSpan? retryAfter = (answer as CallAnswer.ServiceError)?.RetryAfter;
        segment.DueAt = now + RetryPolicy.Delay(segment.Retries, errorClass, _random.NextDouble(), retryAfter);
        _delayed.Add(segment);
    }

    private int OpenSegments => _segmentCount - _completeSegments;

    // A page in flight may come with its full size. One may always be on its way.
    private bool HasRoom => Error is null && InFlight < _options.ThrottleLimit
        && (InFlight + _pages.Count == 0
            || _bufferedBytes + (InFlight + 1L) * _largestPageBytes <= _options.BufferBytes);

    // Segments that were begun come first: few are open at a time.
    private Segment? TakeSegment(TimeSpan now)
    {
        int due = _delayed.FindIndex(segment => segment.DueAt <= now);
        if (due >= 0)
        {
            Segment delayed = _delayed[due];
            _delayed.RemoveAt(due);
            return delayed;
        }

        return _begun.Count > 0 ? _begun.Pop() : _fresh.Count > 0 ? _fresh.Dequeue() : null;
    }
}
