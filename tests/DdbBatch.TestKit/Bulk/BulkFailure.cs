using System;

namespace DdbBatch.TestKit.Bulk;

/// <summary>Ends a bulk operation before its input is processed.</summary>
/// <param name="code">The FailureCode.</param>
/// <param name="message">The FailureMessage.</param>
internal sealed class BulkFailure(string code, string message) : Exception(message)
{
    /// <summary>The FailureCode.</summary>
    public string Code => code;
}
