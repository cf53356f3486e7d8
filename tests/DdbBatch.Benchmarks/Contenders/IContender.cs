using System;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>A way to write many items.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Writes for a while, and waits for what is then on its way.</summary>
    /// <param name="goesOn">Told how many items there were, says whether more are wanted; asked every 25 items.</param>
    /// <returns>How many items were confirmed.</returns>
    long Write(Func<long, bool> goesOn);
}

/// <summary>What a contender is to do.</summary>
/// <param name="Endpoint">Where to write to.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Shape">What the items look like.</param>
internal sealed record ContenderOptions(Uri Endpoint, int InFlight, ItemShape Shape);
