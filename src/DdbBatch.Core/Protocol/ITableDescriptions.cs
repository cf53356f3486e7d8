using System;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Protocol;

/// <summary>Requests descriptions of tables, each of them once. It throws no exception.</summary>
internal interface ITableDescriptions
{
    /// <summary>Requests a table's keys and capacity (DescribeTable).</summary>
    /// <param name="table">The table's name or ARN.</param>
    /// <param name="cancellationToken">Cancels the attempt: the answer is then a NoAnswer.</param>
    /// <param name="timeout">How long the attempt may go without any progress; null for the usual time.</param>
    Task<CallAnswer> DescribeAsync(string table, CancellationToken cancellationToken, TimeSpan? timeout = null);
}
