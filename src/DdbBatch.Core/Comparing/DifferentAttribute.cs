using System;

namespace DdbBatch.Comparing;

/// <summary>An attribute in which two items differ.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ReferenceValue">The value in the reference item, in DynamoDB JSON; null if it lacks the attribute.</param>
/// <param name="TableValue">The value in the table's item; null if it lacks the attribute.</param>
internal readonly record struct DifferentAttribute(string Name, ReadOnlyMemory<byte>? ReferenceValue, ReadOnlyMemory<byte>? TableValue);
