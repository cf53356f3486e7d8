using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Writes any object as the AttributeValue that the type table specifies.</summary>
/// <param name="writer">Writes the item.</param>
/// <param name="resolver">Removes wrappers from values.</param>
/// <param name="options">The user's settings.</param>
internal sealed class ValueWriter(ItemWriter writer, ValueResolver resolver, ConversionOptions options) : IAttributeVisitor
{
    private readonly EmptyStringHandling _emptyString = options.EmptyString.Default;
    private readonly NullHandling _nullValue = options.NullValue.Default;
    private ObjectAttributes? _objects;
    private SdkAttributeValues? _sdkValues;

    /// <inheritdoc/>
    public ItemPath Path => writer.Path;

    /// <summary>Writes a value as an element of a list, a member of a set or an attribute.</summary>
    public void Write(object? value) => Write(resolver.Resolve(value));

    /// <summary>Writes a value.</summary>
    public void Write(in ResolvedValue value)
    {
        switch (value.Shape.Kind)
        {
            case TypeShapeKind.Scalar:
                WriteScalar(value);
                break;
            case TypeShapeKind.Null:
                writer.WriteNull();
                break;
            case TypeShapeKind.List:
                WriteList(value.Value!);
                break;
            case TypeShapeKind.Set:
                writer.BeginSet();
                WriteElements(value.Value!);
                writer.EndSet();
                break;
            case TypeShapeKind.AttributeValue:
                (_sdkValues ??= new SdkAttributeValues(writer, this)).Write(value.Value!);
                break;
            case TypeShapeKind.Refused:
                throw Refuse(value);
            default:
                writer.BeginMap(value.Value is PSCustomObject ? value.Wrapper : value.Value);
                VisitAttributes(value, this);
                writer.EndMap();
                break;
        }
    }

    /// <summary>Visits the attributes of an object.</summary>
    /// <returns>False if it has no named values.</returns>
    public bool VisitAttributes(in ResolvedValue value, IAttributeVisitor visitor)
    {
        if (value.Shape.Kind == TypeShapeKind.Refused)
            throw Refuse(value);
        if (value.Shape.Kind == TypeShapeKind.Map)
            value.Shape.VisitAttributes!(value.Value!, visitor);
        else if (value.Shape.Kind != TypeShapeKind.Object)
            return false;
        else if (!(_objects ??= new()).Visit(value.Wrapper ?? PSObject.AsPSObject(value.Value!), visitor))
            RefuseEmpty(value);
        return true;
    }

    /// <summary>Writes the elements of a list or set.</summary>
    public void WriteElements(object elements)
    {
        foreach (object? element in (IEnumerable)elements)
        {
            writer.BeginElement();
            Write(element);
        }
    }

    /// <inheritdoc/>
    bool IAttributeVisitor.Wants(string name) => true;

    /// <inheritdoc/>
    void IAttributeVisitor.Visit(string name, object? value)
    {
        ResolvedValue resolved = resolver.Resolve(value);
        // A map is replaced as a whole, so a member that is omitted is removed.
        bool isOmitted = resolved.Shape.Kind == TypeShapeKind.Null
            ? _nullValue is NullHandling.Omit or NullHandling.Remove
            : _emptyString is EmptyStringHandling.Omit or EmptyStringHandling.Remove && resolved.Value is string { Length: 0 };
        if (isOmitted)
        {
            writer.OmitAttribute(name);
            return;
        }

        writer.BeginMapAttribute(name);
        Write(resolved);
    }

    /// <inheritdoc/>
    void IAttributeVisitor.Fail(string name, Exception exception)
    {
        Path.SetName(name);
        throw ConversionErrors.ReadFailed(Path, exception);
    }

    private void WriteScalar(in ResolvedValue value)
    {
        // A set may have an empty string as a member, but not NULL.
        if (_emptyString == EmptyStringHandling.Null && value.Value is string { Length: 0 } && !writer.IsInSet)
            writer.WriteNull();
        else
            value.Shape.WriteScalar!(writer, value.Value!);
    }

    private void WriteList(object elements)
    {
        writer.BeginList(elements);
        WriteElements(elements);
        writer.EndList();
    }

    private ItemException Refuse(in ResolvedValue value) =>
        ConversionErrors.UnsupportedType(Path, value.Value as string ?? TypeName.Of(value.Value), value.Shape.Refusal!);

    private void RefuseEmpty(in ResolvedValue value)
    {
        if (value.Value is not PSCustomObject)
            throw ConversionErrors.UnsupportedType(Path, TypeName.Of(value.Value), "it has no properties");
    }
}
