using System;
using System.Buffers.Binary;

namespace DdbBatch.Transport;

/// <summary>CRC-32 (ISO 3309), which DynamoDB sends for an answer's body and S3 checks for an object.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // The effect of a byte on the checksum, by the number of bytes after it: eight bytes per step.
    private static readonly uint[][] Tables = CreateTables();

    /// <summary>Computes the checksum of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">The checksum of the bytes before them.</param>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes.Slice(sizeof(ulong)))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
            crc = 0;
            for (int i = 0; i < sizeof(ulong); i++)
                crc ^= Tables[sizeof(ulong) - 1 - i][(byte)(word >> (8 * i))];
        }

        foreach (byte value in bytes)
            crc = (crc >> 8) ^ Tables[0][(byte)crc ^ value];
        return ~crc;
    }

    private static uint[][] CreateTables()
    {
        uint[][] tables = new uint[sizeof(ulong)][];
        for (int after = 0; after < tables.Length; after++)
        {
            tables[after] = new uint[256];
            for (uint i = 0; i < tables[after].Length; i++)
            {
                uint crc = after == 0 ? i : tables[after - 1][i];
                for (int bit = 0; bit < 8; bit++)
                    crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
                tables[after][i] = crc;
            }
        }

        return tables;
    }
}
