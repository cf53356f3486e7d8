using System;
using System.Text.Json;

namespace DdbBatch.Conversion;

/// <summary>A type's name for error messages.</summary>
internal static class TypeName
{
    /// <summary>Returns the name of an object's type in PowerShell's notation.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        JsonElement json => $"JSON {json.ValueKind}",
        JsonElement.ArrayEnumerator => "JSON Array",
        JsonElement.ObjectEnumerator => "JSON Object",
        _ => Of(value.GetType()),
    };

    /// <summary>The type's full name.</summary>
    public static string Of(Type type) => type.IsGenericType ? type.ToString() : type.FullName ?? type.Name;
}
