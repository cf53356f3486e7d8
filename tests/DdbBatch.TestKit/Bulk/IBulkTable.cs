using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Bulk;

/// <summary>The destination of a bulk operation's items.</summary>
internal interface IBulkTable
{
    /// <summary>Puts the items of up to 25 records, in order, and gives those that the table refuses.</summary>
    Task<IReadOnlyList<BulkError>> PutAsync(IReadOnlyList<BulkRecord> records, CancellationToken cancellation);
}
