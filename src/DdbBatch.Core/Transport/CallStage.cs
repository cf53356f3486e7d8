namespace DdbBatch.Transport;

/// <summary>The stage of an attempt at a call. Before <see cref="Sent"/> the call cannot have had any effect.</summary>
internal enum CallStage
{
    /// <summary>The credentials that sign it are being obtained.</summary>
    Credentials,

    /// <summary>The attempt waits for a connection, which may still be established: name, TCP, proxy, TLS.</summary>
    Connect,

    /// <summary>A connection has asked for the first byte of the body. From this stage on, the request may arrive.</summary>
    Sent,

    /// <summary>The headers of an answer were received.</summary>
    Answered,
}
