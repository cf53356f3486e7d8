using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>A value without its wrappers, and its shape.</summary>
/// <param name="Value">The value itself; null if there is none.</param>
/// <param name="Shape">The shape of its type.</param>
/// <param name="Wrapper">PowerShell's wrapper, which has the properties of PSCustomObjects; null if there was none.</param>
internal readonly record struct ResolvedValue(object? Value, TypeShape Shape, PSObject? Wrapper = null);
