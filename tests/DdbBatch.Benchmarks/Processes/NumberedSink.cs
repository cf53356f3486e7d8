using System;
using System.Buffers.Text;
using System.Text;
using System.Threading;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>The numbered items that have come.</summary>
/// <param name="Distinct">How many of them, whatever came twice.</param>
/// <param name="Repeated">How many came again.</param>
internal sealed record NumberedCount(long Distinct, long Repeated);

/// <summary>Notes the numbers of the items in requests: each has a song whose name ends with it.</summary>
/// <param name="count">The numbers are below it.</param>
internal sealed class NumberedSink(int count)
{
    /// <summary>A song's name before the number.</summary>
    public const string Song = "A song called ";

    private static readonly byte[] Mark = Encoding.UTF8.GetBytes($"\"{Song}");

    private readonly int[] _bits = new int[(count / 32) + 1];
    private long _distinct;
    private long _repeated;

    /// <summary>The count so far.</summary>
    public NumberedCount Count => new(Volatile.Read(ref _distinct), Volatile.Read(ref _repeated));

    /// <summary>Notes a request.</summary>
    public void Receive(ReadOnlyMemory<byte> request)
    {
        ReadOnlySpan<byte> body = request.Span;
        for (int at; (at = body.IndexOf(Mark)) >= 0;)
        {
            body = body[(at + Mark.Length)..];
            if (!Utf8Parser.TryParse(body, out int number, out _) || number >= count)
                throw new InvalidOperationException("An item has no number.");
            int bit = 1 << (number % 32);
            bool isNew = (Interlocked.Or(ref _bits[number / 32], bit) & bit) == 0;
            Interlocked.Increment(ref isNew ? ref _distinct : ref _repeated);
        }
    }
}
