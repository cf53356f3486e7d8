using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Linq;
using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>
/// Determines the shape of a type: the whole type table. The result is cached per type, but only while the pipeline runs, so
/// that the types of PowerShell classes can be collected.
/// </summary>
internal sealed class TypeShapes
{
    private readonly Dictionary<Type, TypeShape> _known = [];

    /// <summary>Returns the shape of a type.</summary>
    public TypeShape Find(Type type)
    {
        if (_known.TryGetValue(type, out TypeShape? shape))
            return shape;
        return _known[type] = Classify(type);
    }

    private static TypeShape Classify(Type type)
    {
        // The most frequent types come first, because creating the other shapes takes long.
        if (FrequentShapes.ByType.TryGetValue(type, out TypeShape? frequent))
            return frequent;
        if (typeof(IDictionary).IsAssignableFrom(type))
            return TypeShape.Map(DictionaryAttributes.Visit);
        if (type == typeof(PSCustomObject))
            return TypeShape.Object;
        if (ScalarShapes.Find(type) is { } scalar)
            return scalar;
        if (ForeignShapes.Find(type) is { } foreign)
            return foreign;
        if (RefusedTypes.Find(type) is { } refusal)
            return TypeShape.Refused(refusal);
        if (type.IsEnum)
            return TypeShape.Substituted(value => value.ToString());
        if (BaseScalar(type) is { } inherited)
            return inherited;
        return ClassifyStructure(type);
    }

    // Uri, IPAddress, MemoryStream and similar types have derived types.
    private static TypeShape? BaseScalar(Type type)
    {
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (ScalarShapes.Find(parent) is { } shape)
                return shape;
        }

        return null;
    }

    private static TypeShape ClassifyStructure(Type type)
    {
        if (DictionaryAttributes.FindVisit(type) is { } visitPairs)
            return TypeShape.Map(visitPairs);
        if (typeof(DataRow).IsAssignableFrom(type))
            return TypeShape.Map((value, visitor) => DataAttributes.Visit((DataRow)value, visitor));
        if (typeof(DataRowView).IsAssignableFrom(type))
            return TypeShape.Substituted(value => ((DataRowView)value).Row);
        if (typeof(DataTable).IsAssignableFrom(type))
            return TypeShape.Substituted(value => ((DataTable)value).Rows);
        if (typeof(IDataReader).IsAssignableFrom(type) && typeof(IEnumerable).IsAssignableFrom(type))
            return TypeShape.List;
        if (typeof(IDataRecord).IsAssignableFrom(type))
            return TypeShape.Map((value, visitor) => DataAttributes.Visit((IDataRecord)value, visitor));
        if (type.GetInterfaces().Any(IsSet))
            return TypeShape.Set;
        bool isList = typeof(IEnumerable).IsAssignableFrom(type);
        return isList ? TypeShape.List : TypeShape.Object;
    }

    private static bool IsSet(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName
            is "System.Collections.Generic.ISet`1" or "System.Collections.Generic.IReadOnlySet`1";
}
