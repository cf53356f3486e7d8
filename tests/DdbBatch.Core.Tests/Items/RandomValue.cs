using System;
using System.Collections.Generic;
using System.Text;
using CsCheck;
using DdbBatch.Items;

namespace DdbBatch.Tests.Items;

/// <summary>A random value of an item, and how it is written.</summary>
internal abstract record RandomValue
{
    public static Gen<string> Text { get; } = Gen.Frequency(
        (6, Gen.Char["abcXYZ 019_.-"].Array[0, 12].Select(chars => new string(chars))),
        (2, Gen.Int[1, 0xD7FF].Array[0, 8].Select(ToText)),
        (1, Gen.Int[0x10000, 0x10FFFF].Array[1, 4].Select(ToText)),
        (1, Gen.OneOf("\"", "\\", "\0", "\u001f", "\r\n\t\b\f", "\u2028", "</script>", "é😀")));

    private static readonly Gen<string> Number = Gen.Frequency(
        (3, Gen.Long.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (2, Gen.Int[-999, 999].Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (2, from digits in Gen.Char["0123456789"].Array[1, 37]
            from point in Gen.Int[0, 36]
            select new string(digits).Insert(Math.Min(point, digits.Length), ".")),
        (1, from digit in Gen.Int[1, 9] from exponent in Gen.Int[-130, 125] select $"-{digit}E{exponent}"));

    public static Gen<RandomValue> Of(int depth)
    {
        Gen<RandomValue> scalar = Gen.OneOf(
            Text.Select(text => (RandomValue)new TextValue(text)),
            Number.Select(text => (RandomValue)new NumberValue(text)),
            Gen.Byte.Array[0, 20].Select(bytes => (RandomValue)new BinaryValue(bytes)),
            Gen.Bool.Select(truth => (RandomValue)new BoolValue(truth)),
            Gen.Const((RandomValue)new NullValue()),
            Text.HashSet[1, 5].Select(texts => (RandomValue)new TextSet([.. texts])),
            Gen.Int.HashSet[1, 5].Select(numbers => (RandomValue)new NumberSet([.. numbers])));
        if (depth == 0)
            return scalar;
        Gen<RandomValue> inner = Of(depth - 1);
        return Gen.Frequency(
            (4, scalar),
            (1, inner.List[0, 5].Select(values => (RandomValue)new ListValue(values))),
            (1, NameLists.SelectMany(names => inner.List[names.Count].Select(values => (RandomValue)new MapValue(names, values)))));
    }

    private static readonly Gen<List<string>> NameLists =
        Text.Where(name => name.Length > 0).HashSet[0, 5].Select(names => new List<string>(names));

    public abstract void Write(ItemWriter writer);

    /// <summary>Writes attributes of an item: the values, with a name and a number each.</summary>
    public static void WriteAttributes(ItemWriter writer, string name, IReadOnlyList<RandomValue> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            writer.BeginAttribute(AttributeName.Create($"{name}{i}", null, writer.Path));
            values[i].Write(writer);
        }
    }

    private static string ToText(int[] codePoints)
    {
        StringBuilder text = new();
        foreach (int codePoint in codePoints)
            text.Append(char.ConvertFromUtf32(codePoint));
        return text.ToString();
    }

    private sealed record TextValue(string Value) : RandomValue
    {
        public override void Write(ItemWriter writer) => writer.WriteString(Value);
    }

    private sealed record NumberValue(string Value) : RandomValue
    {
        public override void Write(ItemWriter writer) => writer.WriteNumber(Value);
    }

    private sealed record BinaryValue(byte[] Value) : RandomValue
    {
        public override void Write(ItemWriter writer) => writer.WriteBinary(Value);
    }

    private sealed record BoolValue(bool Value) : RandomValue
    {
        public override void Write(ItemWriter writer) => writer.WriteBool(Value);
    }

    private sealed record NullValue : RandomValue
    {
        public override void Write(ItemWriter writer) => writer.WriteNull();
    }

    private sealed record TextSet(List<string> Members) : RandomValue
    {
        public override void Write(ItemWriter writer)
        {
            writer.BeginSet();
            foreach (string member in Members)
            {
                writer.BeginElement();
                writer.WriteString(member);
            }

            writer.EndSet();
        }
    }

    private sealed record NumberSet(List<int> Members) : RandomValue
    {
        public override void Write(ItemWriter writer)
        {
            writer.BeginSet();
            foreach (int member in Members)
            {
                writer.BeginElement();
                writer.WriteNumber(member);
            }

            writer.EndSet();
        }
    }

    private sealed record ListValue(List<RandomValue> Values) : RandomValue
    {
        public override void Write(ItemWriter writer)
        {
            writer.BeginList(this);
            foreach (RandomValue value in Values)
            {
                writer.BeginElement();
                value.Write(writer);
            }

            writer.EndList();
        }
    }

    private sealed record MapValue(List<string> Names, List<RandomValue> Values) : RandomValue
    {
        public override void Write(ItemWriter writer)
        {
            writer.BeginMap(this);
            for (int i = 0; i < Names.Count; i++)
            {
                writer.BeginMapAttribute(Names[i]);
                Values[i].Write(writer);
            }

            writer.EndMap();
        }
    }
}
