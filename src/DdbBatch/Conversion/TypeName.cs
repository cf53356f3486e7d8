using System;

namespace DdbBatch.Conversion;

/// <summary>A type's name as an error message shows it.</summary>
internal static class TypeName
{
    /// <summary>The name of an object's type, as PowerShell users know it.</summary>
    public static string Of(object? value) => value is null ? "null" : Of(value.GetType());

    /// <summary>The type's full name.</summary>
    public static string Of(Type type) => type.IsGenericType ? type.ToString() : type.FullName ?? type.Name;
}
