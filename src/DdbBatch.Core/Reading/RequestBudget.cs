using System;
using DdbBatch.Pacing;

namespace DdbBatch.Reading;

/// <summary>
/// How many RCU one request may cost: what the pace allows in 20 ms, but enough for the pace if few requests are in flight at a
/// time and their answers take long.
/// </summary>
internal sealed class RequestBudget
{
    // An answer may take that much longer than usual, or cost that much less, before the pace drops.
    private const double Reserve = 2;

    private double _answerSeconds;

    /// <summary>Records how long an answer took.</summary>
    public void OnAnswer(TimeSpan taken) => _answerSeconds += 0.1 * (taken.TotalSeconds - _answerSeconds);

    /// <summary>The most RCU of a request.</summary>
    /// <param name="rate">The pace, in RCU per second.</param>
    /// <param name="parallel">How many requests can be in flight at a time.</param>
    public double Units(double rate, int parallel) =>
        Math.Max(Pacer.RequestUnits(rate), rate * Reserve * _answerSeconds / parallel);
}
