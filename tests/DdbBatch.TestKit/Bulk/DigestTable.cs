using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Bulk;

/// <summary>An <see cref="ItemDigest"/> that a bulk operation writes to.</summary>
internal sealed class DigestTable(ItemDigest items) : IBulkTable
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<BulkError>> PutAsync(IReadOnlyList<BulkRecord> records, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<BulkError>>([.. records.Select(Put).OfType<BulkError>()]);

    private BulkError? Put(BulkRecord record) => items.Put(record.Item!.Value) is { } missing
        ? new BulkError(
            record,
            "ValidationException",
            $"One or more parameter values were invalid: Missing the key {missing} in the item")
        : null;
}
