using System;

namespace DdbBatch.Tests.Simulation;

/// <summary>The engine did what it promises not to do.</summary>
internal sealed class PromiseBrokenException(string message) : Exception(message)
{
    public static void Unless(bool isKept, string promise)
    {
        if (!isKept)
            throw new PromiseBrokenException(promise);
    }
}
