using System.Collections.ObjectModel;
using System.Management.Automation;
using DdbBatch.Conversion;

namespace DdbBatch;

/// <summary>Shows PowerShell the attributes of a <see cref="DdbItem"/> as its properties. DdbBatch.Types.ps1xml names it.</summary>
public sealed class DdbItemAdapter : PSPropertyAdapter
{
    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject)
    {
        DdbItemView view = DdbItemView.Of((DdbItem)baseObject);
        Collection<PSAdaptedProperty> properties = [];
        for (int i = 0; i < view.Attributes.Count; i++)
            properties.Add(new PSAdaptedProperty(view.Attributes[i].Key, i));
        return properties;
    }

    /// <inheritdoc/>
    public override PSAdaptedProperty? GetProperty(object baseObject, string propertyName)
    {
        DdbItemView view = DdbItemView.Of((DdbItem)baseObject);
        int i = view.Find(propertyName);
        return i < 0 ? null : new PSAdaptedProperty(view.Attributes[i].Key, i);
    }

    /// <inheritdoc/>
    public override object? GetPropertyValue(PSAdaptedProperty adaptedProperty) =>
        ViewOf(adaptedProperty).Attributes[(int)adaptedProperty.Tag].Value;

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty) =>
        (GetPropertyValue(adaptedProperty)?.GetType() ?? typeof(object)).FullName!;

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value) =>
        ViewOf(adaptedProperty).Set((int)adaptedProperty.Tag, value);

    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => true;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => true;

    private static DdbItemView ViewOf(PSAdaptedProperty property) => DdbItemView.Of((DdbItem)property.BaseObject);
}
