using System;
using System.Buffers.Text;
using System.Collections.Generic;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// The scalars that nearly every script uses. They are separate from the others, so that a short script does not compile
/// code that it does not use.
/// </summary>
internal static class FrequentShapes
{
    /// <summary>Strings, the type of most values.</summary>
    public static TypeShape String { get; } =
        TypeShape.Scalar(AttributeType.S, (writer, value) => writer.WriteString(((string)value).AsSpan()));

    /// <summary>Boolean values.</summary>
    public static TypeShape Boolean { get; } =
        TypeShape.Scalar(AttributeType.BOOL, (writer, value) => writer.WriteBool((bool)value));

    /// <summary>The shapes by exact type.</summary>
    public static IReadOnlyDictionary<Type, TypeShape> ByType { get; } = new Dictionary<Type, TypeShape>
    {
        [typeof(string)] = String,
        [typeof(bool)] = Boolean,
        [typeof(int)] = TypeShape.Scalar(AttributeType.N, (writer, value) => writer.WriteNumber((int)value)),
        [typeof(long)] = TypeShape.Scalar(AttributeType.N, (writer, value) => writer.WriteNumber((long)value)),
        [typeof(double)] = TypeShape.Scalar(AttributeType.N, (writer, value) => writer.WriteNumber(NumberText.Of((double)value))),
        [typeof(decimal)] = TypeShape.Scalar(AttributeType.N, (writer, value) => WriteDecimal(writer, (decimal)value)),
        [typeof(DateTime)] = TypeShape.Scalar(AttributeType.S, (writer, value) => writer.WriteString(DateTimeConversion.ToText((DateTime)value).AsSpan())),
        [typeof(byte[])] = TypeShape.Scalar(AttributeType.B, (writer, value) => writer.WriteBinary((byte[])value)),
        [typeof(DBNull)] = TypeShape.Null,
    };

    private static void WriteDecimal(ItemWriter writer, decimal value)
    {
        Span<byte> text = stackalloc byte[32];
        Utf8Formatter.TryFormat(value, text, out int length);
        writer.WriteNumber(text.Slice(0, length));
    }
}
