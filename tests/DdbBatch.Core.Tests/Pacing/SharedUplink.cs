using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Pacing;

/// <summary>A line whose bandwidth all requests in flight share equally, in virtual time.</summary>
internal sealed class SharedUplink
{
    private readonly List<Transfer> _transfers = [];
    private TimeSpan _now;

    /// <summary>Bytes per second, at a time in seconds.</summary>
    public required Func<double, double> Bandwidth { get; init; }

    /// <summary>Bytes that went over the line, whatever became of them.</summary>
    public double SentBytes { get; private set; }

    /// <summary>When the next transfer is through, if nothing changes.</summary>
    public TimeSpan? NextEnd => _transfers.Where(transfer => !transfer.IsStuck).Select(transfer => transfer.Left).DefaultIfEmpty(-1).Min() is >= 0 and { } least
        ? _now + TimeSpan.FromSeconds(least / Share() + 1e-6)
        : null;

    /// <summary>Begins a transfer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isStuck">True if it is lost: it never comes to an end.</param>
    public void Begin(BatchRequest request, bool isStuck) => _transfers.Add(new Transfer(request) { IsStuck = isStuck });

    /// <summary>Ends a transfer.</summary>
    /// <returns>True if it was under way.</returns>
    public bool End(BatchRequest request) => _transfers.RemoveAll(transfer => transfer.Request == request) > 0;

    /// <summary>Lets time pass.</summary>
    /// <returns>The requests that are through.</returns>
    public IReadOnlyList<BatchRequest> AdvanceTo(TimeSpan time)
    {
        double bytes = (time - _now).TotalSeconds * Share();
        foreach (Transfer transfer in _transfers.Where(transfer => !transfer.IsStuck))
        {
            SentBytes += Math.Min(bytes, transfer.Left);
            transfer.Left -= bytes;
        }

        _now = time;
        BatchRequest[] through = [.. _transfers.Where(transfer => !transfer.IsStuck && transfer.Left <= 0.5).Select(transfer => transfer.Request)];
        foreach (BatchRequest request in through)
            End(request);
        return through;
    }

    private double Share() => Bandwidth(_now.TotalSeconds) / Math.Max(1, _transfers.Count(transfer => !transfer.IsStuck));

    private sealed class Transfer(BatchRequest request)
    {
        public BatchRequest Request { get; } = request;

        public double Left { get; set; } = request.WireBytes;

        public bool IsStuck { get; init; }
    }
}
