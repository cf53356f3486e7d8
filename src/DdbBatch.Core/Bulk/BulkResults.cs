using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Bulk;

/// <summary>What a load that has ended leaves behind: the items that failed, and the upload.</summary>
internal sealed class BulkResults
{
    /// <param name="s3">Talks to S3.</param>
    /// <param name="load">A load that has ended.</param>
    public BulkResults(S3Client s3, BulkLoad load)
    {
    }

    /// <summary>The next failed items; null behind the last ones.</summary>
    /// <exception cref="BulkException">The report can't be read.</exception>
    public Task<IReadOnlyList<UnprocessedItem>?> NextFailedAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Keeps the outcome in the manifest, and deletes the upload of a load that has succeeded, unless it is to be kept.</summary>
    /// <returns>The number of objects deleted.</returns>
    public Task<int> CleanUpAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
