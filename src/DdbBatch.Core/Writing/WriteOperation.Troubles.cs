using System;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <content>
/// State that most operations never have, because they go through at once: there are many of them, so they should be small.
/// </content>
internal sealed partial class WriteOperation
{
    private Troubles? _troubles;

    /// <summary>Attempts that failed and were made again, other than in halves of a refused batch.</summary>
    public int Retries => _troubles?.Retries ?? 0;

    /// <summary>Attempts for which the credentials were refused.</summary>
    public int CredentialErrors => _troubles?.CredentialErrors ?? 0;

    /// <summary>
    /// When an attempt without a trustworthy answer can no longer take effect: its own or, of a leftover, another operation's
    /// on its key; null where there was none.
    /// </summary>
    public TimeSpan? SettlesAt
    {
        get => _troubles?.SettlesAt;
        set
        {
            if (value != SettlesAt)
                OwnTroubles.SettlesAt = value;
        }
    }

    /// <summary>
    /// When an attempt on this very operation by an ended run of the load can no longer take effect: it may be sent before,
    /// but not the next one on its key; null if no such run can have sent it.
    /// </summary>
    public TimeSpan? ResentSettlesAt
    {
        get => _troubles?.ResentSettlesAt;
        set
        {
            if (value != ResentSettlesAt)
                OwnTroubles.ResentSettlesAt = value;
        }
    }

    /// <summary>Why its last attempt didn't write it.</summary>
    public OperationError? LastError
    {
        get => _troubles?.LastError;
        private set
        {
            if (value != LastError)
                OwnTroubles.LastError = value;
        }
    }

    /// <summary>The item that made its condition false, in DynamoDB JSON; null if there is none, or it wasn't returned.</summary>
    public byte[]? ExistingItem => _troubles?.ExistingItem;

    /// <summary>The object that the user gets if it wasn't written; null until somebody asks for it.</summary>
    public UnprocessedItem? Leftover
    {
        get => _troubles?.Leftover;
        set => OwnTroubles.Leftover = value;
    }

    private Troubles OwnTroubles => _troubles ??= new();

    /// <summary>Records that an attempt has failed, and that another one is worth making.</summary>
    public void Retry() => OwnTroubles.Retries++;

    /// <summary>Records that the credentials were refused.</summary>
    public void RefuseCredentials() => OwnTroubles.CredentialErrors++;

    /// <summary>Records the item that made its condition false.</summary>
    public void Meet(byte[]? existingItem)
    {
        if (existingItem is not null)
            OwnTroubles.ExistingItem = existingItem;
    }

    private sealed class Troubles
    {
        public int Retries { get; set; }

        public int CredentialErrors { get; set; }

        public TimeSpan? SettlesAt { get; set; }

        public TimeSpan? ResentSettlesAt { get; set; }

        public OperationError? LastError { get; set; }

        public byte[]? ExistingItem { get; set; }

        public UnprocessedItem? Leftover { get; set; }
    }
}
