using System;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Text.Json;

namespace DdbBatch.Conversion;

/// <summary>Removes wrappers from values: PSObject, JSON, and the results of Import-Clixml and remoting.</summary>
internal sealed class ValueResolver
{
    private const string Deserialized = "Deserialized.";

    private readonly TypeShapes _shapes = new();

    /// <summary>Returns the value itself and its shape.</summary>
    public ResolvedValue Resolve(object? value)
    {
        if (value is string)
            return new ResolvedValue(value, FrequentShapes.String);
        PSObject? wrapper = value as PSObject;
        object? plain = wrapper is null ? value : wrapper.BaseObject;
        if (plain is null or NullString || ReferenceEquals(wrapper, AutomationNull.Value))
            return new ResolvedValue(null, TypeShape.Null);
        // A dictionary is always treated as one, because checking its type names takes longer than converting a small one.
        if (wrapper is not null && plain is not IDictionary && FindOriginalType(wrapper) is { } original)
            return ResolveDeserialized(plain, wrapper, original);
        return ResolvePlain(plain, wrapper);
    }

    // An object from a file or another process has its original type's name.
    private static string? FindOriginalType(PSObject wrapper) =>
        PSObjectInternals.FirstTypeName(wrapper) is { } name && name.StartsWith(Deserialized, StringComparison.Ordinal)
            ? name.Substring(Deserialized.Length)
            : null;

    private static bool WasSet(string originalType) =>
        originalType.StartsWith("System.Collections.Generic.", StringComparison.Ordinal)
        && originalType.Substring("System.Collections.Generic.".Length)
            is { } name && (name.StartsWith("HashSet`1") || name.StartsWith("SortedSet`1"));

    private ResolvedValue ResolvePlain(object plain, PSObject? wrapper)
    {
        if (plain is JsonElement json)
            return JsonShapes.Resolve(json);
        TypeShape shape = _shapes.Find(plain.GetType());
        return shape.Kind == TypeShapeKind.Substituted
            ? Resolve(shape.Substitute!(plain))
            : new ResolvedValue(plain, shape, wrapper);
    }

    // Of an enum value, the number remains, and the name as text; of other objects, their properties.
    private ResolvedValue ResolveDeserialized(object plain, PSObject wrapper, string originalType)
    {
        if (plain is ArrayList && WasSet(originalType))
            return new ResolvedValue(plain, TypeShape.Set);
        if (plain.GetType().IsPrimitive)
            return Resolve(wrapper.ToString());
        if (originalType == typeof(DBNull).FullName)
            return new ResolvedValue(null, TypeShape.Null);
        if (originalType == typeof(SwitchParameter).FullName)
            return Resolve(wrapper.Properties[nameof(SwitchParameter.IsPresent)]?.Value);
        if (DeserializedValues.TryRestore(originalType, wrapper, out object? restored))
            return Resolve(restored);
        return RefusedTypes.FindDeserialized(originalType) is { } why
            ? new ResolvedValue(originalType, TypeShape.Refused(why))
            : ResolvePlain(plain, wrapper);
    }
}
