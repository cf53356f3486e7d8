using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>Requests a table's keys and write capacity from DynamoDB, with retries.</summary>
/// <param name="descriptions">Sends the call.</param>
/// <param name="retrier">Retries it; null for the real time.</param>
internal sealed class TableDescriber(ITableDescriptions descriptions, Retrier? retrier = null)
{
    private readonly Retrier _retrier = retrier ?? new();
    private volatile Failure? _failure;
    private bool _hasDescribed;

    /// <summary>The time for which a failing request is retried (-RetryTimeoutSec).</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>True if the run has received a valid answer to another call.</summary>
    public Func<bool> IsReachable { get; init; } = () => false;

    /// <summary>The table that cannot be described at the moment; null if there is none.</summary>
    public DescriptionFailure? Failing => _failure is not { } failure
        ? null
        : new DescriptionFailure(failure.Table, _retrier.Now - failure.SentAt, failure.Error);

    /// <summary>Describes a table.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null while the table is still being created.</returns>
    /// <exception cref="TableException">The table does not exist, or DynamoDB cannot be reached. It ends the run only if the
    /// run has not received a valid answer yet, or if no table can be written to.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TableDescription?> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        TableDescription? description = null;
        // Before the first valid answer, the endpoint is most likely mistyped, so a few attempts are enough.
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
    /// <param name="SentAt">The time at which the first failed request was sent.</param>
    /// <param name="Error">The error of the last request.</param>
    private sealed record Failure(string Table, TimeSpan SentAt, OperationError Error);
}

/// <summary>A table that cannot be described at the moment.</summary>
/// <param name="Table">The table, by the name or ARN that was given.</param>
/// <param name="Duration">How long requests have been failing.</param>
/// <param name="Error">The error of the last request.</param>
internal sealed record DescriptionFailure(string Table, TimeSpan Duration, OperationError Error);
