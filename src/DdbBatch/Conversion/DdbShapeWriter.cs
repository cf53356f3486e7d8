using System;
using System.Collections;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Writes values in DynamoDB JSON shape: maps of one type and its value, such as <c>@{ N = '1999' }</c>.</summary>
internal sealed class DdbShapeWriter(ItemWriter writer, ValueResolver resolver, ValueWriter values) : IAttributeVisitor
{
    private readonly TaggedValue _tagged = new(writer.Path);

    /// <inheritdoc/>
    public ItemPath Path => writer.Path;

    /// <summary>Writes a value.</summary>
    /// <exception cref="ItemException">NotDdbJson, or a rule that the value breaks.</exception>
    public void Write(object? value)
    {
        ResolvedValue resolved = resolver.Resolve(value);
        if (resolved.Shape.Kind == TypeShapeKind.AttributeValue)
        {
            values.Write(resolved);
            return;
        }

        _tagged.Clear();
        if (!values.VisitAttributes(resolved, _tagged) || _tagged.Count != 1)
            throw Wrong("a value is a map of one type and its content, as @{ S = 'x' }.");
        Write(_tagged.Type ?? throw Wrong($"'{Excerpt.Of(_tagged.Tag)}' is no data type of DynamoDB."), _tagged.Content);
    }

    /// <inheritdoc/>
    bool IAttributeVisitor.Wants(string name) => true;

    /// <inheritdoc/>
    void IAttributeVisitor.Visit(string name, object? value)
    {
        writer.BeginMapAttribute(name);
        Write(value);
    }

    /// <inheritdoc/>
    void IAttributeVisitor.Fail(string name, Exception exception)
    {
        Path.SetName(name);
        throw ConversionErrors.ReadFailed(Path, exception);
    }

    private void Write(AttributeType type, object? content)
    {
        switch (type)
        {
            case AttributeType.M:
                WriteMap(resolver.Resolve(content));
                break;
            case AttributeType.L:
                writer.BeginList(content);
                WriteElements(type, content, Write);
                writer.EndList();
                break;
            case AttributeType.SS:
                WriteSet(type, content, AttributeType.S);
                break;
            case AttributeType.NS:
                WriteSet(type, content, AttributeType.N);
                break;
            case AttributeType.BS:
                WriteSet(type, content, AttributeType.B);
                break;
            default:
                WriteScalar(type, content);
                break;
        }
    }

    private void WriteScalar(AttributeType type, object? content)
    {
        ResolvedValue value = resolver.Resolve(content);
        if (type == AttributeType.S && value.Text is { } text)
            writer.WriteString(text.AsSpan());
        else if (type == AttributeType.N && value.Text is { } number)
            writer.WriteNumber(number);
        else if (type == AttributeType.B && value.Text is { } base64)
            writer.WriteBase64(base64);
        else if (type == AttributeType.NULL && value.Value is true)
            writer.WriteNull();
        else if (value.Shape.Kind == TypeShapeKind.Scalar && value.Shape.Type == type && type != AttributeType.S)
            values.Write(value);
        else
            throw Wrong($"a value of type {TypeName.Of(value.Value)} is not allowed for {type}.");
    }

    private void WriteMap(in ResolvedValue content)
    {
        writer.BeginMap(content.Value);
        if (!values.VisitAttributes(content, this))
            throw Wrong($"a value of type {TypeName.Of(content.Value)} is not allowed for M.");
        writer.EndMap();
    }

    private void WriteSet(AttributeType type, object? content, AttributeType memberType)
    {
        writer.BeginSet(type);
        WriteElements(type, content, member => WriteScalar(memberType, member));
        writer.EndSet();
    }

    private void WriteElements(AttributeType type, object? content, Action<object?> write)
    {
        ResolvedValue elements = resolver.Resolve(content);
        if (elements.Shape.Kind is not (TypeShapeKind.List or TypeShapeKind.Set))
            throw Wrong($"a value of type {TypeName.Of(elements.Value)} is not allowed for {type}: it requires an array.");
        foreach (object? element in (IEnumerable)elements.Value!)
        {
            writer.BeginElement();
            write(element);
        }
    }

    private ItemException Wrong(string why) => ConversionErrors.NotDdbJson(writer.Path, why);
}
