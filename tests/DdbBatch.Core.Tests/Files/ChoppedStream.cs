using System;
using System.IO;

namespace DdbBatch.Tests.Files;

/// <summary>Gives its bytes in pieces of random size, as pipes and networks do.</summary>
internal sealed class ChoppedStream(byte[] bytes, int seed, int largest) : MemoryStream(bytes)
{
    private readonly Random _random = new(seed);

    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, Math.Min(count, _random.Next(1, largest + 1)));

#if NET
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, _random.Next(1, largest + 1))]);
#endif
}
