using System;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <content>
/// State that most operations never have, because they go through at once: there are many of them, so they should be small.
/// </content>
internal sealed partial class WriteOperation
{
    private RetryState? _retryState;

    /// <summary>Attempts that failed and were made again, other than in halves of a refused batch.</summary>
    public int Retries => _retryState?.Retries ?? 0;

    /// <summary>Attempts for which the credentials were refused.</summary>
    public int CredentialErrors => _retryState?.CredentialErrors ?? 0;

    /// <summary>
    /// The time after which an attempt without a trustworthy answer can no longer take effect: one of its own or, for a
    /// leftover, of another operation on its key; null if there was none.
    /// </summary>
    public TimeSpan? SettlesAt
    {
        get => _retryState?.SettlesAt;
        set
        {
            if (value != SettlesAt)
                OwnRetryState.SettlesAt = value;
        }
    }

    /// <summary>
    /// The time after which an attempt on this operation by an ended run of the load can no longer take effect. It may be
    /// sent before that time, but not the next one on its key. Null if no such run can have sent it.
    /// </summary>
    public TimeSpan? ResentSettlesAt
    {
        get => _retryState?.ResentSettlesAt;
        set
        {
            if (value != ResentSettlesAt)
                OwnRetryState.ResentSettlesAt = value;
        }
    }

    /// <summary>The reason why its last attempt did not write it.</summary>
    public OperationError? LastError
    {
        get => _retryState?.LastError;
        private set
        {
            if (value != LastError)
                OwnRetryState.LastError = value;
        }
    }

    /// <summary>The item that made its condition false, in DynamoDB JSON; null if there is none, or it wasn't returned.</summary>
    public byte[]? ExistingItem => _retryState?.ExistingItem;

    /// <summary>The object for the user if it was not written; null until it is requested.</summary>
    public UnprocessedItem? Leftover
    {
        get => _retryState?.Leftover;
        set => OwnRetryState.Leftover = value;
    }

    private RetryState OwnRetryState => _retryState ??= new();

    /// <summary>Records that an attempt has failed, and that another one is worth making.</summary>
    public void Retry() => OwnRetryState.Retries++;

    /// <summary>Records that the credentials were refused.</summary>
    public void RefuseCredentials() => OwnRetryState.CredentialErrors++;

    /// <summary>Records the item that made its condition false.</summary>
    public void Meet(byte[]? existingItem)
    {
        if (existingItem is not null)
            OwnRetryState.ExistingItem = existingItem;
    }

    private sealed class RetryState
    {
        public int Retries { get; set; }

        public int CredentialErrors { get; set; }

        public bool HasLostAnswer { get; set; }

        public TimeSpan? SettlesAt { get; set; }

        public TimeSpan? ResentSettlesAt { get; set; }

        public OperationError? LastError { get; set; }

        public byte[]? ExistingItem { get; set; }

        public UnprocessedItem? Leftover { get; set; }
    }
}
