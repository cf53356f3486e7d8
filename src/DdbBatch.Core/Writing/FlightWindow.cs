using System;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>
/// Limits what is in flight over all tables, in requests and in bytes, because all requests share one uplink. If it is slow,
/// many large requests at a time each take so long that they time out, are sent again, and time out again.
/// </summary>
/// <remarks>
/// It works as TCP's congestion window does (RFC 5681). It starts small and grows by what is answered quickly, so that a
/// slow uplink is not filled in the first place and a fast one is no limit after a few round trips. A time-out halves it,
/// once for all requests that were under way by then; after that it grows by about one request a round trip.
/// </remarks>
/// <param name="throttleLimit">Most requests in flight (-ThrottleLimit).</param>
/// <param name="singlesPerRequest">How many requests of one operation count as one.</param>
internal sealed class FlightWindow(int throttleLimit, int singlesPerRequest = 1)
{
    private const double StartBytes = 8 * 1024 * 1024;
    private const double LeastBytes = 64 * 1024;

    // At least so many requests share the window, so that the uplink is busy while an answer is under way.
    private const int RequestsInWindow = 4;
    private const double MostBytes = (double)RequestsInWindow * BatchLimits.BodyBytes;

    // An attempt may take a minute (ApiCall.DefaultTimeout): far enough from that.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(10);

    private double _bytes = StartBytes;
    private double _requests = throttleLimit;
    private TimeSpan? _shrunkAt;

    // The requests in flight; each has as many shares as requests of one operation count for it.
    private int _shares;

    /// <summary>Requests that were given out and not yet answered.</summary>
    public int InFlight { get; private set; }

    /// <summary>Their bytes.</summary>
    public long BytesInFlight { get; private set; }

    /// <summary>True if one more request may be given out.</summary>
    public bool HasRoom => _shares < (int)_requests * singlesPerRequest && (InFlight == 0 || BytesInFlight < _bytes);

    /// <summary>The most bytes that a request's body should have; one operation always fits.</summary>
    public int RequestBytes => (int)(_bytes / RequestsInWindow);

    /// <summary>Records that a request was given out.</summary>
    public void Send(BatchRequest request)
    {
        InFlight++;
        _shares += Shares(request);
        BytesInFlight += request.SentBytes;
    }

    /// <summary>Records that a request has come to its end.</summary>
    public void Complete(BatchRequest request, CallAnswer answer, TimeSpan now)
    {
        if (IsTimeout(answer))
            Shrink(request, now);
        else if (answer is not CallAnswer.NoAnswer && now - request.SentAt <= Quick)
            Grow(request.SentBytes);
        InFlight--;
        _shares -= Shares(request);
        BytesInFlight -= request.SentBytes;
    }

    /// <summary>Records that no request is waited for any more.</summary>
    public void Abandon() => (InFlight, _shares, BytesInFlight) = (0, 0, 0);

    /// <summary>True if an attempt ended because nothing moved any more, here or at the other end.</summary>
    public static bool IsTimeout(CallAnswer answer) => answer
        is CallAnswer.NoAnswer { WasSent: true, Code: "Timeout" or "TimedOut" }
        or CallAnswer.ServiceError { Status: 408 };

    private int Shares(BatchRequest request) => request.Form == RequestForm.Single ? 1 : singlesPerRequest;

    private void Shrink(BatchRequest request, TimeSpan now)
    {
        // The requests of one window time out together: that is one finding.
        if (request.SentAt <= _shrunkAt)
            return;
        _shrunkAt = now;
        _bytes = Math.Max(LeastBytes, Math.Min(_bytes, BytesInFlight) / 2);
        _requests = Math.Max(1, Math.Min(_requests, (double)_shares / singlesPerRequest) / 2);
    }

    private void Grow(int sentBytes)
    {
        _requests = Math.Min(throttleLimit, _requests + (1 / _requests));
        // A window that was not filled says nothing about a larger one.
        if (BytesInFlight < _bytes / 2)
            return;
        double more = _shrunkAt is null ? sentBytes : sentBytes * (sentBytes / _bytes);
        _bytes = Math.Min(MostBytes, _bytes + more);
    }
}
