using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Numerics;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>The .NET types that become strings, numbers and binary values, besides the frequent ones.</summary>
internal static class ScalarShapes
{
    private static readonly BigInteger NumberLimit = BigInteger.Pow(10, DdbNumber.MaxExponent + 1);

    /// <summary>The shapes by exact type.</summary>
    public static IReadOnlyDictionary<Type, TypeShape> ByType { get; } = new Dictionary<Type, TypeShape>
    {
        [typeof(char)] = TypeShape.Scalar(AttributeType.S, (writer, value) => writer.WriteString([(char)value])),
        [typeof(StringBuilder)] = Text<StringBuilder>(value => value.ToString()),
        [typeof(Uri)] = Text<Uri>(value => value.OriginalString),
        [typeof(Version)] = Text<Version>(value => value.ToString()),
        [typeof(IPAddress)] = Text<IPAddress>(value => value.ToString()),
        [typeof(Guid)] = Text<Guid>(value => value.ToString("D")),
        [typeof(TimeSpan)] = Text<TimeSpan>(DateTimeConversion.ToText),
        [typeof(DateTimeOffset)] = Text<DateTimeOffset>(DateTimeConversion.ToText),

        [typeof(short)] = Integer<short>(value => value),
        [typeof(byte)] = Integer<byte>(value => value),
        [typeof(sbyte)] = Integer<sbyte>(value => value),
        [typeof(ushort)] = Integer<ushort>(value => value),
        [typeof(uint)] = Integer<uint>(value => value),
        [typeof(ulong)] = Number<ulong>(value => value.ToString(CultureInfo.InvariantCulture)),
        [typeof(float)] = Number<float>(NumberText.Of),
        [typeof(BigInteger)] = TypeShape.Scalar(AttributeType.N, (writer, value) => WriteBigInteger(writer, (BigInteger)value)),

        [typeof(ExactNumber)] = Number<ExactNumber>(value => value.Text),

        [typeof(SwitchParameter)] = TypeShape.Substituted(value => ((SwitchParameter)value).IsPresent),

        [typeof(MemoryStream)] = Binary<MemoryStream>(value => value.ToArray()),
        [typeof(ReadOnlyMemory<byte>)] = Binary<ReadOnlyMemory<byte>>(value => value.Span),
        [typeof(Memory<byte>)] = Binary<Memory<byte>>(value => value.Span),
        [typeof(ArraySegment<byte>)] = Binary<ArraySegment<byte>>(value => value.AsSpan()),
#if NET8_0_OR_GREATER
        [typeof(DateOnly)] = Text<DateOnly>(DateTimeConversion.ToText),
        [typeof(TimeOnly)] = Text<TimeOnly>(DateTimeConversion.ToText),
        [typeof(Rune)] = Text<Rune>(value => value.ToString()),
        [typeof(Half)] = Number<Half>(value => value.ToString(CultureInfo.InvariantCulture)),
        [typeof(Int128)] = Number<Int128>(value => value.ToString(CultureInfo.InvariantCulture)),
        [typeof(UInt128)] = Number<UInt128>(value => value.ToString(CultureInfo.InvariantCulture)),
#endif
    };

    /// <summary>Returns the shape of a scalar type, frequent or not; null if the type is not a scalar.</summary>
    public static TypeShape? Find(Type type)
    {
        if (FrequentShapes.ByType.TryGetValue(type, out TypeShape? frequent))
            return frequent;
        return ByType.TryGetValue(type, out TypeShape? shape) ? shape : null;
    }

    private delegate ReadOnlySpan<byte> BytesOf<T>(T value);

    private static TypeShape Text<T>(Func<T, string> format) =>
        TypeShape.Scalar(AttributeType.S, (writer, value) => writer.WriteString(format((T)value).AsSpan()));

    private static TypeShape Integer<T>(Func<T, long> widen) =>
        TypeShape.Scalar(AttributeType.N, (writer, value) => writer.WriteNumber(widen((T)value)));

    private static TypeShape Number<T>(Func<T, string> format) =>
        TypeShape.Scalar(AttributeType.N, (writer, value) => writer.WriteNumber(format((T)value)));

    private static TypeShape Binary<T>(BytesOf<T> bytesOf) =>
        TypeShape.Scalar(AttributeType.B, (writer, value) => writer.WriteBinary(bytesOf((T)value)));

    // The time for formatting grows with the square of the length, so a number that is far too long is not formatted at all.
    private static void WriteBigInteger(ItemWriter writer, BigInteger value)
    {
        if (BigInteger.Abs(value) >= NumberLimit)
            throw ItemErrors.Number(writer.Path, "the integer", DdbNumberStatus.OutOfRange);
        writer.WriteNumber(value.ToString(CultureInfo.InvariantCulture));
    }
}
