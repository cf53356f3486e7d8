using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>Asks DynamoDB for a table's keys and write capacity, again if that may help.</summary>
/// <param name="descriptions">Sends the call.</param>
/// <param name="retrier">Repeats it; null for the real time.</param>
internal sealed class TableDescriber(ITableDescriptions descriptions, Retrier? retrier = null)
{
    private readonly Retrier _retrier = retrier ?? new();
    private volatile Failure? _failure;
    private bool _hasDescribed;

    /// <summary>How long a table is asked about before it is given up (-RetryTimeoutSec).</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Whether the run has had a valid answer by other calls.</summary>
    public Func<bool> IsReachable { get; init; } = () => false;

    /// <summary>The table that cannot be described at the moment; null if there is none.</summary>
    public DescriptionFailure? Failing => _failure is not { } failure
        ? null
        : new DescriptionFailure(failure.Table, _retrier.Now - failure.SentAt, failure.Error);

    /// <summary>Describes a table.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null while the table is still being created.</returns>
    /// <exception cref="TableException">
    /// There is no such table, or DynamoDB can't be asked. It ends the run only if the run hasn't had a valid answer yet, or
    /// if nothing could be written to any table either.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TableDescription?> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        TableDescription? description = null;
        // Before the first valid answer an endpoint is most likely mistyped: a few attempts will do.
        RetryLimits limits = new(HasSucceeded() ? null : Retrier.MaxAttempts, RetryTimeout);
        try
        {
            if (await _retrier.RunAsync(AttemptAsync, HasSucceeded, limits, cancellationToken).ConfigureAwait(false) is { } failure)
                throw new TableException(Error(failure));
        }
        finally
        {
            _failure = null;
        }

        _hasDescribed = true;
        return description;

        async Task<CallAnswer?> AttemptAsync(TimeSpan? left)
        {
            TimeSpan sentAt = _retrier.Now;
            CallAnswer answer =
                await descriptions.DescribeAsync(table, cancellationToken, RequestTimeout.Within(left)).ConfigureAwait(false);
            if (answer is not CallAnswer.Description described)
            {
                _failure = new Failure(table, _failure?.SentAt ?? sentAt, answer.ToError());
                return answer;
            }

            description = described.Table;
            return null;
        }
    }

    private bool HasSucceeded() => _hasDescribed || IsReachable();

    private OperationError Error(RetryFailure failure)
    {
        OperationError error = failure.Answer.ToError();
        if (failure.MayPass && HasSucceeded())
            return OperationError.RetryTimeout(failure.Duration, error);
        return error with { DoomsRun = failure.MayPass || failure.Class == ErrorClass.RunFatal };
    }

    /// <param name="Table">The table that can't be described.</param>
    /// <param name="SentAt">When the first request was sent that has failed.</param>
    /// <param name="Error">How the last one has failed.</param>
    private sealed record Failure(string Table, TimeSpan SentAt, OperationError Error);
}

/// <summary>A table that cannot be described at the moment.</summary>
/// <param name="Table">The table, by the name or ARN that was given.</param>
/// <param name="Duration">How long requests have been failing.</param>
/// <param name="Error">How the last request has failed.</param>
internal sealed record DescriptionFailure(string Table, TimeSpan Duration, OperationError Error);
