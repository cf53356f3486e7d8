using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Bulk;

/// <summary>Where objects are put: small ones whole, others in parts. Every method retries what may pass.</summary>
internal interface IShardStore
{
    /// <summary>Puts an object.</summary>
    /// <exception cref="BulkException">It can't be put.</exception>
    Task PutAsync(string key, ArraySegment<byte> content, CancellationToken cancellationToken);

    /// <summary>Begins an object of several parts.</summary>
    /// <returns>The upload's id.</returns>
    /// <exception cref="BulkException">It can't be put.</exception>
    Task<string> BeginAsync(string key, CancellationToken cancellationToken);

    /// <summary>Puts a part, in any order and several at once.</summary>
    /// <exception cref="BulkException">It can't be put.</exception>
    Task<ShardPart> PutPartAsync(
        string key, string uploadId, int number, ArraySegment<byte> content, CancellationToken cancellationToken);

    /// <summary>Makes the object of its parts.</summary>
    /// <exception cref="BulkException">It can't be made.</exception>
    Task CompleteAsync(
        string key, string uploadId, IReadOnlyList<ShardPart> parts, uint checksum, CancellationToken cancellationToken);

    /// <summary>Gives an object up; its parts are deleted.</summary>
    /// <exception cref="BulkException">They can't be deleted.</exception>
    Task AbortAsync(string key, string uploadId, CancellationToken cancellationToken);
}
