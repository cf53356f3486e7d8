namespace DdbBatch.Transport;

/// <summary>How requests are sent.</summary>
public enum TransportKind
{
    /// <summary>Through the AWS SDK's client.</summary>
    Sdk,

    /// <summary>
    /// Directly over HTTP, signed by the module itself; endpoint and credentials come from the SDK. PowerShell 7 only.
    /// </summary>
    Direct,
}
