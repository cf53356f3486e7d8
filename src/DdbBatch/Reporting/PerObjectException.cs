using System;

namespace DdbBatch.Reporting;

/// <summary>The script block of a parameter threw for an object, or returned an invalid value.</summary>
internal sealed class PerObjectException(string parameter, string message, Exception? innerException)
    : Exception(message, innerException)
{
    /// <summary>The parameter's name.</summary>
    public string Parameter { get; } = parameter;
}
