using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>JSON values, whose text determines their type.</summary>
internal static class JsonShapes
{
    private static readonly TypeShape Number =
        TypeShape.Scalar(AttributeType.N, (writer, value) => writer.WriteNumber(((JsonElement)value).GetRawText()));

    private static readonly TypeShape Object = TypeShape.Map((value, visitor) => Visit((JsonElement)value, visitor));

    /// <summary>Returns the JSON value as a string, Boolean or list of .NET; numbers keep their digits.</summary>
    public static ResolvedValue Resolve(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new ResolvedValue(JsonStrings.TextOf(value), FrequentShapes.String),
        JsonValueKind.Number => new ResolvedValue(value, Number),
        JsonValueKind.True => new ResolvedValue(true, FrequentShapes.Boolean),
        JsonValueKind.False => new ResolvedValue(false, FrequentShapes.Boolean),
        JsonValueKind.Array => new ResolvedValue(value.EnumerateArray(), TypeShape.List),
        JsonValueKind.Object => new ResolvedValue(value, Object),
        _ => new ResolvedValue(null, TypeShape.Null),
    };

    private static void Visit(JsonElement value, IAttributeVisitor visitor)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string name = JsonStrings.NameOf(property);
            if (!names.Add(name))
                throw ItemErrors.DuplicateAttribute(visitor.Path, name);
            visitor.Visit(name, property.Value);
        }
    }
}
