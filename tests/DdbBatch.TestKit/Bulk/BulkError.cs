namespace DdbBatch.TestKit.Bulk;

/// <summary>A record that could not be processed, and why.</summary>
/// <param name="Record">The record.</param>
/// <param name="Code">The error's code, as <c>ValidationException</c>.</param>
/// <param name="Message">The error's message.</param>
internal sealed record BulkError(BulkRecord Record, string Code, string Message);
