using System;
using System.IO;
using System.Security.Cryptography;

namespace DdbBatch.Files;

/// <summary>Computes the MD5 of a stream while it is read. The manifest of an export has that of each data file.</summary>
/// <param name="stream">The stream; disposed of with this one.</param>
internal sealed class Md5Stream(Stream stream) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    /// <summary>Reads the rest, and returns the MD5 of the whole stream in base64.</summary>
    public string Checksum()
    {
        byte[] rest = new byte[4096];
        while (Read(rest, 0, rest.Length) > 0)
        {
        }

        return Convert.ToBase64String(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = stream.Read(buffer, offset, count);
        _hash.AppendData(buffer, offset, read);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
