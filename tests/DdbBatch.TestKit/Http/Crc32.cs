using System;
using System.Linq;

namespace DdbBatch.TestKit.Http;

/// <summary>CRC-32 (ISO 3309), which DynamoDB puts over an answer's body into <c>x-amz-crc32</c>.</summary>
public static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Shift((uint)value))];

    /// <summary>Computes the checksum of bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Shift(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) == 1 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        return value;
    }
}
