using ICSharpCode.SharpZipLib.GZip;

namespace DdbBatch.Files;

/// <summary>
/// Decompresses a gzip file of one or more members. Zero bytes may follow the last one, as gzip allows. Anything else after it is an
/// error, because SharpZipLib ignores it, and it may be a member whose first bytes are damaged.
/// </summary>
/// <param name="file">The file; disposed of with this stream.</param>
internal sealed class GzipMembers(PeekedStream file) : GZipInputStream(file, 64 * 1024)
{
    // RFC 1952: a header of 10 bytes, an empty block, the checksum and the length.
    private const int SmallestMember = 20;

    private readonly PeekedStream _file = file;
    private long _start;
    private bool _hasRead;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        // The inflater is reset at the end of a member. A read returns only with bytes of a member, or at the end.
        if (_hasRead && inf.TotalOut == 0 && HasEnded())
            return 0;
        int read = base.Read(buffer, offset, count);
        _hasRead = true;
        if (read == 0 && count > 0)
            CheckEnd();
        return read;
    }

    // After the last member, which may be empty, or after bytes that SharpZipLib does not take for one.
    private void CheckEnd()
    {
        ThrowIfNotPadding();
        if (_file.Consumed - _start < SmallestMember)
            throw new GZipException("The last member of the compressed data is cut off.");
    }

    // Between two members.
    private bool HasEnded()
    {
        if (inputBuffer.Available == 0)
            inputBuffer.Fill();
        if (inputBuffer.Available > 0 && Next == 0x1F)
        {
            _start = _file.Consumed - inputBuffer.Available;
            return false;
        }

        ThrowIfNotPadding();
        return true;
    }

    private byte Next => inputBuffer.RawData[inputBuffer.RawLength - inputBuffer.Available];

    private void ThrowIfNotPadding()
    {
        while (inputBuffer.Available > 0)
        {
            if (Next != 0)
                throw new GZipException("There are bytes after the end of the compressed data that are no gzip data.");
            inputBuffer.Available--;
            if (inputBuffer.Available == 0)
                inputBuffer.Fill();
        }
    }
}
