using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>A value freed of its wrappers, and what it is.</summary>
/// <param name="Value">The value itself; null where there is none.</param>
/// <param name="Shape">What it is to DynamoDB.</param>
/// <param name="Wrapper">PowerShell's wrapper, which has the properties of PSCustomObjects; null where there was none.</param>
internal readonly record struct ResolvedValue(object? Value, TypeShape Shape, PSObject? Wrapper = null);
