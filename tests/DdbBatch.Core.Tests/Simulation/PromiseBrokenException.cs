using System;
using System.Runtime.CompilerServices;

namespace DdbBatch.Tests.Simulation;

/// <summary>The engine did what it promises not to do.</summary>
internal sealed class PromiseBrokenException(string message) : Exception(message)
{
    public static void Unless(bool isKept, string promise)
    {
        if (!isKept)
            throw new PromiseBrokenException(promise);
    }

    public static void Unless(bool isKept, [InterpolatedStringHandlerArgument(nameof(isKept))] ref Promise promise)
    {
        if (!isKept)
            throw new PromiseBrokenException(promise.ToString());
    }

    /// <summary>A message that is only put together once the promise is broken.</summary>
    [InterpolatedStringHandler]
    internal ref struct Promise
    {
        private DefaultInterpolatedStringHandler _text;

        public Promise(int literalLength, int formattedCount, bool isKept, out bool isWanted)
        {
            isWanted = !isKept;
            _text = isKept ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public override string ToString() => _text.ToString();
    }
}
