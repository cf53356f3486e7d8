using System;
using System.Threading;
using Amazon.Runtime;

namespace DdbBatch.Transport;

/// <summary>
/// One attempt at a call: how far it has come, and when it ends for want of progress. Whether a request was sent is
/// decided here alone, by the moment at which a connection asks for its body.
/// </summary>
internal sealed class CallAttempt : IDisposable
{
    // The SDK gives its own requests to its HTTP client: this finds the attempt that one belongs to.
    private static readonly AsyncLocal<CallAttempt?> Ambient = new();

    private readonly object _lock = new();
    private readonly CancellationTokenSource _end;
    private CallStage _stage;
    private bool _isOver;

    /// <param name="call">The call; null for one that the SDK makes by itself, whose answer the SDK reads too.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public CallAttempt(ApiCall? call, CancellationToken cancellationToken)
    {
        Call = call;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _end.CancelAfter(Timeout);
    }

    /// <summary>The attempt that the code running now is a part of; null outside any.</summary>
    public static CallAttempt? Current => Ambient.Value;

    public ApiCall? Call { get; }

    private TimeSpan Timeout => Call?.Timeout ?? ApiCall.DefaultTimeout;

    /// <summary>Cancelled when the caller cancels the attempt, and when it has made no progress for too long.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>The URL that it goes to; null until the request was made.</summary>
    public Uri? Url { get; set; }

    /// <summary>The credentials that sign it; null until they were obtained.</summary>
    public ImmutableCredentials? Credentials { get; set; }

    /// <summary>The answer, if one came whole.</summary>
    public RawAnswer.Answered? Answer { get; set; }

    /// <summary>False for a request without a body: nobody sees when such a request is sent.</summary>
    public bool SeesSending { get; set; } = true;

    /// <summary>Makes this the current attempt of the calling method and of everything that it awaits.</summary>
    public void Enter() => Ambient.Value = this;

    /// <summary>Records that the attempt has come to a stage, which is progress.</summary>
    /// <exception cref="OperationCanceledException">The attempt is over: nothing more may be sent for it.</exception>
    public void Reach(CallStage stage)
    {
        lock (_lock)
        {
            if (_isOver)
                throw new OperationCanceledException("The attempt has ended.");
            if (stage > _stage)
                _stage = stage;
        }

        Progress();
    }

    /// <summary>Records that bytes have gone out or come in.</summary>
    public void Progress()
    {
        lock (_lock)
        {
            if (!_isOver && !_end.IsCancellationRequested)
                _end.CancelAfter(Timeout);
        }
    }

    /// <summary>Ends the attempt: nothing is sent after this.</summary>
    /// <returns>The stage that it has reached.</returns>
    public CallStage End()
    {
        lock (_lock)
        {
            _isOver = true;
            return _stage;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _end.Dispose();
    }
}
