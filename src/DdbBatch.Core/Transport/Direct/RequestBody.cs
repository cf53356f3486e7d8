using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Transport.Direct;

/// <summary>
/// A request's body as HTTP content. A small body is copied once into pooled memory; a large one is sent piece by piece and
/// takes no memory.
/// </summary>
internal sealed class RequestBody : HttpContent
{
    private const int LargestPooled = 64 * 1024;

    private readonly CallBody _body;
    private readonly CallAttempt _attempt;
    private byte[]? _pooled;

    /// <param name="body">The bytes.</param>
    /// <param name="attempt">Records that a connection has asked for them.</param>
    public RequestBody(CallBody body, CallAttempt attempt)
    {
        _body = body;
        _attempt = attempt;
        Headers.TryAddWithoutValidation("Content-Type", TransportFactory.ContentType);
        if (body.Length > LargestPooled)
            return;
        _pooled = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(_pooled);
    }

    /// <summary>The SHA-256 hash of the body.</summary>
    public void ComputeHash(Span<byte> hash)
    {
        if (_pooled is not null)
        {
            SHA256.HashData(_pooled.AsSpan(0, _body.Length), hash);
            return;
        }

        using IncrementalHash pieces = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] piece in _body.Pieces)
            pieces.AppendData(piece);
        pieces.GetHashAndReset(hash);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _attempt.Reach(CallStage.Sent);
        if (_pooled is not null)
        {
            await stream.WriteAsync(_pooled.AsMemory(0, _body.Length), cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (byte[] piece in _body.Pieces)
        {
            // A large item takes a while over a slow connection. Each part that was sent is progress.
            for (int start = 0; start < piece.Length; start += LargestPooled)
            {
                ReadOnlyMemory<byte> part = piece.AsMemory(start, Math.Min(LargestPooled, piece.Length - start));
                await stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                _attempt.Progress();
            }
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // When a request ends, HTTP/1.1 has either written the whole body or abandoned it, so nothing reads it any more.
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled)
            ArrayPool<byte>.Shared.Return(pooled);
        base.Dispose(disposing);
    }
}
