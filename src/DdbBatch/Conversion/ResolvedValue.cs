using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>A value without its wrappers, and its shape.</summary>
/// <param name="Value">The value itself; null if there is none.</param>
/// <param name="Shape">The shape of its type.</param>
/// <param name="Wrapper">PowerShell's wrapper, which has the properties of PSCustomObjects; null if there was none.</param>
internal readonly record struct ResolvedValue(object? Value, TypeShape Shape, PSObject? Wrapper = null)
{
    /// <summary>The value if it is a string; null otherwise. The value of a type that is refused may be the type's name.</summary>
    public string? Text => Shape.Kind == TypeShapeKind.Scalar ? Value as string : null;
}
