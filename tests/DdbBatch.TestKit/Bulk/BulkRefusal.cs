using System;

namespace DdbBatch.TestKit.Bulk;

/// <summary>A bulk operation's request that DynamoDB refuses.</summary>
/// <param name="type">The exception that DynamoDB reports, as <c>ValidationException</c>.</param>
/// <param name="message">Its message.</param>
internal sealed class BulkRefusal(string type, string message) : Exception(message)
{
    /// <summary>The exception that DynamoDB reports.</summary>
    public string Type => type;

    /// <summary>A parameter breaks a rule.</summary>
    public static BulkRefusal Validation(string message) =>
        new("ValidationException", $"1 validation error detected: {message}");

    /// <summary>A parameter has a value that isn't allowed.</summary>
    public static BulkRefusal Constraint(string value, string parameter) =>
        Validation($"Value '{value}' at '{Camel(parameter)}' failed to satisfy constraint");

    /// <summary>A parameter is missing.</summary>
    public static BulkRefusal Missing(string parameter) =>
        Validation($"Value null at '{Camel(parameter)}' failed to satisfy constraint: Member must not be null");

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
