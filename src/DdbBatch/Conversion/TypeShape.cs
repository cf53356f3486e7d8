using System;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>How the objects of a .NET type are read and stored.</summary>
internal sealed class TypeShape
{
    private TypeShape(TypeShapeKind kind, AttributeType? type = null)
    {
        Kind = kind;
        Type = type;
    }

    /// <summary>The kind of value.</summary>
    public TypeShapeKind Kind { get; }

    /// <summary>Writes a scalar.</summary>
    public Action<ItemWriter, object>? WriteScalar { get; private init; }

    /// <summary>Returns the value to convert in place of the object.</summary>
    public Func<object, object?>? Substitute { get; private init; }

    /// <summary>Visits the attributes of a map.</summary>
    public Action<object, IAttributeVisitor>? VisitAttributes { get; private init; }

    /// <summary>The DynamoDB type; null if it depends on the value.</summary>
    public AttributeType? Type { get; }

    /// <summary>A value that is not stored.</summary>
    public static TypeShape Null { get; } = new(TypeShapeKind.Null, AttributeType.NULL);

    /// <summary>Elements in order.</summary>
    public static TypeShape List { get; } = new(TypeShapeKind.List, AttributeType.L);

    /// <summary>Elements without order or duplicates.</summary>
    public static TypeShape Set { get; } = new(TypeShapeKind.Set);

    /// <summary>An object with properties.</summary>
    public static TypeShape Object { get; } = new(TypeShapeKind.Object, AttributeType.M);

    /// <summary>The AWS SDK's AttributeValue.</summary>
    public static TypeShape AttributeValue { get; } = new(TypeShapeKind.AttributeValue);

    /// <summary>The reason why the type is refused, and what to do.</summary>
    public string? Refusal { get; private init; }

    /// <summary>A string, number, Boolean or binary value.</summary>
    public static TypeShape Scalar(AttributeType type, Action<ItemWriter, object> write) =>
        new(TypeShapeKind.Scalar, type) { WriteScalar = write };

    /// <summary>An object that is replaced by another value.</summary>
    public static TypeShape Substituted(Func<object, object?> substitute) =>
        new(TypeShapeKind.Substituted) { Substitute = substitute };

    /// <summary>An object with named values.</summary>
    public static TypeShape Map(Action<object, IAttributeVisitor> visitAttributes) =>
        new(TypeShapeKind.Map, AttributeType.M) { VisitAttributes = visitAttributes };

    /// <summary>An object that cannot be stored.</summary>
    public static TypeShape Refused(string refusal) => new(TypeShapeKind.Refused) { Refusal = refusal };
}
