using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Bulk.Upload;

/// <summary>Stores objects: small ones whole, others in parts. Every method retries temporary errors.</summary>
internal interface IShardStore
{
    /// <summary>Stores an object.</summary>
    /// <exception cref="BulkException">The object cannot be stored.</exception>
    Task PutAsync(string key, ArraySegment<byte> content, CancellationToken cancellationToken);

    /// <summary>Starts an object of several parts.</summary>
    /// <returns>The upload's id.</returns>
    /// <exception cref="BulkException">The object cannot be stored.</exception>
    Task<string> BeginAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores a part, in any order and several at once.</summary>
    /// <exception cref="BulkException">The object cannot be stored.</exception>
    Task<ShardPart> PutPartAsync(
        string key, string uploadId, int number, ArraySegment<byte> content, CancellationToken cancellationToken);

    /// <summary>Completes the object from its parts.</summary>
    /// <exception cref="BulkException">The object cannot be completed.</exception>
    Task CompleteAsync(
        string key, string uploadId, IReadOnlyList<ShardPart> parts, uint checksum, CancellationToken cancellationToken);

    /// <summary>Aborts an object; its parts are deleted.</summary>
    /// <exception cref="BulkException">The parts cannot be deleted.</exception>
    Task AbortAsync(string key, string uploadId, CancellationToken cancellationToken);
}
