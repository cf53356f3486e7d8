using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Throttling;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>Asks DynamoDB for a table's keys and write capacity, again where that may help.</summary>
internal sealed class TableDescriber
{
    private readonly IBatchTransport _transport;
    private readonly Random _random = new();

    public TableDescriber(IBatchTransport transport) => _transport = transport;

    /// <summary>Describes a table.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null while the table is still being created.</returns>
    /// <exception cref="TableException">There is no such table, or DynamoDB can't be asked.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TableDescription?> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            BatchAnswer answer = await _transport.DescribeAsync(table, cancellationToken).ConfigureAwait(false);
            if (answer is BatchAnswer.Description description)
                return description.Table;
            cancellationToken.ThrowIfCancellationRequested();
            ErrorClass errorClass = ErrorClassifier.Classify(answer, hasSucceeded: false, credentialErrors: attempt);
            bool mayPass = ErrorClassifier.MayPass(errorClass);
            if (!mayPass || attempt == RetriedCalls.MaxAttempts)
                throw new TableException(
                    OperationError.From(answer) with { DoomsRun = mayPass || errorClass == ErrorClass.RunFatal });
            TimeSpan delay = RetryPolicy.Delay(attempt, errorClass, _random.NextDouble());
            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }
}
