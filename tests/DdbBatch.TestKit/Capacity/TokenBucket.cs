using System;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// Write capacity as a bucket of tokens, one per WCU, that a schedule fills continuously.
/// </summary>
/// <remarks>
/// Capacity is a rate; how unevenly it may be used is the bucket's depth. DynamoDB keeps up to 300 s of unused capacity
/// as burst. Without burst a bucket still has to hold something, or no request of more than one item could ever pass:
/// <see cref="Granularity"/> of capacity, a three-thousandth of DynamoDB's burst, but never less than one request of
/// 25 writes. A write dearer than the whole depth passes when the bucket is full, and leaves a debt. So between any two
/// moments it never lets pass more than the capacity of that time plus one depth (or plus the one dear write).
/// </remarks>
public sealed class TokenBucket
{
    /// <summary>How much capacity a bucket holds where there is no burst.</summary>
    public static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(100);

    private const double SmallestDepth = 25;

    private readonly CapacitySchedule _capacity;
    private readonly TimeSpan _burst;
    private TimeSpan _now;
    private double _tokens;

    /// <summary>A full bucket at time zero.</summary>
    /// <param name="capacity">What fills it.</param>
    /// <param name="burst">How much unused capacity it keeps; zero for none.</param>
    public TokenBucket(CapacitySchedule capacity, TimeSpan burst = default)
    {
        _capacity = capacity;
        _burst = burst > Granularity ? burst : Granularity;
        _tokens = Depth;
    }

    /// <summary>The most WCU that it holds now.</summary>
    public double Depth => Math.Max(_capacity.At(_now) * _burst.TotalSeconds, SmallestDepth);

    /// <summary>Fills it up to a time, which never runs backwards.</summary>
    public void AdvanceTo(TimeSpan time)
    {
        double filled = _tokens + _capacity.Between(_now, time);
        _now = time;
        _tokens = Math.Min(filled, Depth);
    }

    /// <summary>Whether a write of so many WCU fits.</summary>
    public bool Fits(double units) => _tokens >= Math.Min(units, Depth);

    /// <summary>Takes the WCU of a write that fits.</summary>
    public void Take(double units) => _tokens -= units;
}
