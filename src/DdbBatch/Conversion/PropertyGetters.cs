using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;

namespace DdbBatch.Conversion;

/// <summary>Reads the properties of a type that is known only by name, through delegates that are created once.</summary>
internal sealed class PropertyGetters(Type type)
{
    private readonly Dictionary<string, Func<object, object?>> _getters = new(StringComparer.Ordinal);

    /// <summary>Returns the property's value; null if the type does not have the property.</summary>
    public object? Get(object owner, string property)
    {
        if (!_getters.TryGetValue(property, out Func<object, object?>? getter))
            _getters[property] = getter = Make(property);
        return getter(owner);
    }

    private Func<object, object?> Make(string property)
    {
        PropertyInfo? found = type.GetProperty(property, BindingFlags.Public | BindingFlags.Instance);
        if (found is null)
            return static _ => null;
        ParameterExpression owner = Expression.Parameter(typeof(object));
        Expression value = Expression.Property(Expression.Convert(owner, type), found);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), owner).Compile();
    }
}
