using System;
using System.Threading;
using Amazon.Runtime;

namespace DdbBatch.Transport;

/// <summary>
/// One attempt at a call: its stage, and when it ends because of missing progress. Only this class decides whether a request
/// was sent: at the moment when a connection asks for its body.
/// </summary>
internal sealed class CallAttempt : IDisposable
{
    // The SDK passes its own requests to its HTTP client. This finds the attempt of a request.
    private static readonly AsyncLocal<CallAttempt?> Ambient = new();

    private readonly object _lock = new();
    private readonly CancellationTokenSource _end;
    private CallStage _stage;
    private bool _isOver;

    /// <param name="call">The call; null for one that the SDK makes by itself, whose answer the SDK also reads.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public CallAttempt(ApiCall? call, CancellationToken cancellationToken)
    {
        Call = call;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _end.CancelAfter(Timeout);
    }

    /// <summary>The attempt that the running code is part of; null outside an attempt.</summary>
    public static CallAttempt? Current => Ambient.Value;

    public ApiCall? Call { get; }

    private TimeSpan Timeout => Call?.Timeout ?? ApiCall.DefaultTimeout;

    /// <summary>Cancelled when the caller cancels the attempt, or when it has made no progress for too long.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>The URL of the request; null until the request was created.</summary>
    public Uri? Url { get; set; }

    /// <summary>The credentials that sign it; null until they were obtained.</summary>
    public ImmutableCredentials? Credentials { get; set; }

    /// <summary>The answer, if it was received completely.</summary>
    public RawAnswer.Answered? Answer { get; set; }

    /// <summary>False for a request without a body, because it is unknown when such a request is sent.</summary>
    public bool SeesSending { get; set; } = true;

    /// <summary>Makes this the current attempt of the calling method and of everything that it awaits.</summary>
    public void Enter() => Ambient.Value = this;

    /// <summary>Records that the attempt has reached a stage, which is progress.</summary>
    /// <exception cref="OperationCanceledException">The attempt is over, and nothing more may be sent for it.</exception>
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

    /// <summary>Records that bytes were sent or received.</summary>
    public void Progress()
    {
        lock (_lock)
        {
            if (!_isOver && !_end.IsCancellationRequested)
                _end.CancelAfter(Timeout);
        }
    }

    /// <summary>Ends the attempt. Nothing is sent after this.</summary>
    /// <returns>The stage that was reached.</returns>
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
