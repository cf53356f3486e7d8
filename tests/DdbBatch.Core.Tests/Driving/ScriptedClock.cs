using System;

namespace DdbBatch.Tests.Driving;

/// <summary>A clock that says what a test wants it to say; its timers take real time.</summary>
/// <param name="elapsed">The time. It may throw.</param>
internal sealed class ScriptedClock(Func<TimeSpan> elapsed) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => elapsed().Ticks;
}
