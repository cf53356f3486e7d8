using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Transport;

namespace DdbBatch.Bulk;

/// <summary>
/// One run of a bulk load: checks what has to be so, uploads the items, starts the operation. A run with the token of an
/// earlier one, however that ended, goes on where it was.
/// </summary>
internal sealed class BulkRun : IDisposable
{
    /// <param name="dynamoDB">Talks to DynamoDB; not disposed of.</param>
    /// <param name="s3">Talks to S3; not disposed of.</param>
    /// <param name="options">What to do.</param>
    public BulkRun(DynamoDBClient dynamoDB, S3Client s3, BulkLoadOptions options) => Options = options;

    public BulkLoadOptions Options { get; }

    /// <summary>The table, once the run is open.</summary>
    public TableDescription Table => throw new NotImplementedException();

    /// <summary>True where an earlier run has uploaded everything: the input is only compared with what it was.</summary>
    public bool IsUploaded => throw new NotImplementedException();

    /// <summary>Checks the preconditions, and looks for what an earlier run has left.</summary>
    /// <exception cref="BulkException">A precondition isn't met.</exception>
    /// <exception cref="TableException">The table can't be described.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task OpenAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Takes an item in, if there is room for it. For one thread.</summary>
    /// <returns>False where there is no room: <see cref="Wait"/>, and try again.</returns>
    /// <exception cref="BulkException">The upload has failed.</exception>
    /// <exception cref="ItemException">DuplicateKey, where that is asked for.</exception>
    public bool TryAdd(EncodedItem item) => throw new NotImplementedException();

    /// <summary>Waits until there is room, or a while has gone by.</summary>
    public void Wait(TimeSpan atMost) => throw new NotImplementedException();

    /// <summary>How far it has come.</summary>
    public BulkProgress Progress() => throw new NotImplementedException();

    /// <summary>
    /// Ends the input: what is left is uploaded, the manifest written, the operation started, or found where an earlier run
    /// has started it.
    /// </summary>
    /// <exception cref="BulkException">The upload has failed, the input is another one than the earlier run's, or DynamoDB refuses the operation.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<BulkLoad> StartAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Ends the run. An upload that isn't complete is taken back, as far as that goes within a moment.</summary>
    public void Dispose()
    {
    }
}
