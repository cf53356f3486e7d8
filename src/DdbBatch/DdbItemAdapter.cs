using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;

namespace DdbBatch;

/// <summary>Shows PowerShell the attributes of a <see cref="DdbItem"/> as its properties. DdbBatch.Types.ps1xml names it.</summary>
/// <remarks>
/// PowerShell remembers it by its name, and after an upgrade within a process shows it items of the other version: it knows
/// them by types of the framework alone.
/// </remarks>
public sealed class DdbItemAdapter : PSPropertyAdapter
{
    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject) =>
        [.. AttributesOf(baseObject).Select((attribute, i) => new PSAdaptedProperty(attribute.Key, i))];

    /// <inheritdoc/>
    // By its name, or else by one that differs in letter case only.
    public override PSAdaptedProperty? GetProperty(object baseObject, string propertyName) =>
        Find(baseObject, propertyName, StringComparison.Ordinal) ?? Find(baseObject, propertyName, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override object? GetPropertyValue(PSAdaptedProperty adaptedProperty) =>
        AttributesOf(adaptedProperty.BaseObject)[(int)adaptedProperty.Tag].Value;

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty) =>
        (GetPropertyValue(adaptedProperty)?.GetType() ?? typeof(object)).FullName!;

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value)
    {
        IList<KeyValuePair<string, object?>> attributes = AttributesOf(adaptedProperty.BaseObject);
        int i = (int)adaptedProperty.Tag;
        attributes[i] = new KeyValuePair<string, object?>(attributes[i].Key, value);
    }

    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => true;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => true;

    private static PSAdaptedProperty? Find(object item, string name, StringComparison comparison)
    {
        IList<KeyValuePair<string, object?>> attributes = AttributesOf(item);
        for (int i = 0; i < attributes.Count; i++)
        {
            if (string.Equals(attributes[i].Key, name, comparison))
                return new PSAdaptedProperty(attributes[i].Key, i);
        }

        return null;
    }

    private static IList<KeyValuePair<string, object?>> AttributesOf(object item) =>
        (IList<KeyValuePair<string, object?>>)((IServiceProvider)item).GetService(typeof(IList<KeyValuePair<string, object?>>))!;
}
