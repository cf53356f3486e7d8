using System;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>A way to write many items.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Writes for a while, and waits for what is then on its way.</summary>
    /// <param name="goesOn">Receives the number of items, and returns true if more are wanted; called every 25
    /// items.</param>
    /// <returns>How many items were confirmed.</returns>
    long Write(Func<long, bool> goesOn);
}

/// <summary>The task of a contender.</summary>
/// <param name="Endpoint">Where to write to.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Shape">The shape of the items.</param>
internal sealed record ContenderOptions(Uri Endpoint, int InFlight, ItemShape Shape);
