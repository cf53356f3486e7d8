using System;
using System.Buffers.Binary;

namespace DdbBatch.Bulk.S3;

/// <summary>A checksum in the format of S3.</summary>
internal static class S3Checksum
{
    /// <summary>
    /// Base64 of the four bytes of a CRC-32, most significant byte first (User Guide of S3, "Checking object integrity").
    /// </summary>
    public static string Format(uint checksum)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, checksum);
        return Convert.ToBase64String(bytes);
    }
}
