namespace DdbBatch.Transport;

/// <summary>How far an attempt at a call has come. Before <see cref="Sent"/> it can't have had any effect.</summary>
internal enum CallStage
{
    /// <summary>The credentials that sign it are being obtained.</summary>
    Credentials,

    /// <summary>It waits for a connection, or for the connection to be made: name, TCP, proxy, TLS.</summary>
    Connect,

    /// <summary>A connection has asked for the first byte of its body: from here on it may arrive.</summary>
    Sent,

    /// <summary>The head of an answer has come.</summary>
    Answered,
}
