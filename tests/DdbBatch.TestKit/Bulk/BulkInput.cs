using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using ZstdSharp;

namespace DdbBatch.TestKit.Bulk;

/// <summary>The objects that a bulk operation reads.</summary>
internal sealed class BulkInput(IAmazonS3 s3, BulkStartRequest request, BulkServerOptions options)
{
    /// <summary>Every object under the prefix.</summary>
    /// <exception cref="BulkFailure">There is none, or a quota is exceeded.</exception>
    public async Task<IReadOnlyList<S3Object>> ListAsync(CancellationToken cancellation)
    {
        (string bucket, string prefix) = request.InputLocation;
        IReadOnlyList<S3Object> objects = await s3.ListEveryObjectAsync(bucket, prefix, cancellation);
        if (objects.Count == 0)
            throw new BulkFailure("S3NoSuchKey", $"There is no object with the prefix '{prefix}' in the bucket {bucket}.");
        if (objects.Count > options.MaxObjects)
            throw new BulkFailure("LimitExceeded", $"The input has {objects.Count} objects, more than {options.MaxObjects}.");
        if (objects.FirstOrDefault(found => found.Size > options.MaxObjectBytes) is { } large)
            throw new BulkFailure("LimitExceeded", $"{large.Key} has {large.Size} bytes, more than {options.MaxObjectBytes}.");
        long bytes = objects.Sum(found => found.Size ?? 0);
        if (bytes > options.MaxInputBytes)
            throw new BulkFailure("LimitExceeded", $"The input has {bytes} bytes, more than {options.MaxInputBytes}.");
        return objects;
    }

    /// <summary>The records of an object, in order.</summary>
    /// <exception cref="BulkFailure">The object isn't the one that was listed.</exception>
    /// <exception cref="InvalidDataException">Its compression isn't the one that the request says.</exception>
    public async IAsyncEnumerable<BulkRecord> ReadAsync(
        S3Object found, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using GetObjectResponse answer = await OpenAsync(found, cancellation);
        await using Stream plain = Decompress(answer.ResponseStream);
        PipeReader pipe = PipeReader.Create(plain);
        for (long line = 1; await ReadLineAsync(pipe, cancellation) is { } raw; line++)
        {
            if (raw.Length > 0)
                yield return new BulkRecord(found.Key, line, raw);
        }
    }

    private async Task<GetObjectResponse> OpenAsync(S3Object found, CancellationToken cancellation)
    {
        GetObjectRequest get = new() { BucketName = request.InputLocation.Bucket, Key = found.Key, EtagToMatch = found.ETag };
        try
        {
            return await s3.GetObjectAsync(get, cancellation);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            throw new BulkFailure("S3ObjectModified", $"{found.Key} was modified while the operation was in progress.");
        }
    }

    private Stream Decompress(Stream stream) => request.Compression switch
    {
        "GZIP" => new GZipStream(stream, CompressionMode.Decompress),
        "ZSTD" => new DecompressionStream(stream),
        _ => stream,
    };

    private static async ValueTask<byte[]?> ReadLineAsync(PipeReader pipe, CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await FillAsync(pipe, cancellation);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is not { } end)
            {
                if (!read.IsCompleted)
                {
                    pipe.AdvanceTo(buffer.Start, buffer.End);
                    continue;
                }

                if (buffer.IsEmpty)
                    return null;
                byte[] last = buffer.ToArray();
                pipe.AdvanceTo(buffer.End);
                return last;
            }

            byte[] line = buffer.Slice(0, end).ToArray();
            pipe.AdvanceTo(buffer.GetPosition(1, end));
            return line;
        }
    }

    private static async ValueTask<ReadResult> FillAsync(PipeReader pipe, CancellationToken cancellation)
    {
        try
        {
            return await pipe.ReadAsync(cancellation);
        }
        catch (ZstdException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
