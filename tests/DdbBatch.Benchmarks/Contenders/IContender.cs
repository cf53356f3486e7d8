using System;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>A way to write or read many items.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Writes or reads for a while, and waits for requests that are then in flight.</summary>
    /// <param name="goesOn">Receives the number of items, and returns true if more are wanted; called every 25 items of a write.</param>
    /// <returns>How many items were confirmed or read.</returns>
    long Write(Func<long, bool> goesOn);
}

/// <summary>The task of a contender.</summary>
/// <param name="Endpoint">The server.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Shape">The shape of the items.</param>
internal sealed record ContenderOptions(Uri Endpoint, int InFlight, ItemShape Shape)
{
    /// <summary>The server that a contender writes to that also reads; null for one that doesn't.</summary>
    public Uri? Destination { get; init; }
}
