using System;
using System.Reflection;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// Types of libraries that a process may have loaded in several copies, or in versions unknown to us: recognized by name,
/// read by reflection.
/// </summary>
internal static class ForeignShapes
{
    private const string SdkDocument = "Amazon.DynamoDBv2.DocumentModel.";

    /// <summary>Returns the shape of a type of such a library; null for all others.</summary>
    public static TypeShape? Find(Type type)
    {
        if (Inherits(type, "Amazon.DynamoDBv2.Model.AttributeValue"))
            return TypeShape.AttributeValue;
        if (type.FullName?.StartsWith(SdkDocument, StringComparison.Ordinal) == true)
            return TypeShape.Refused("it is of the SDK's document model. Pipe what its method ToAttributeMap() gives");
        if (type.FullName == "System.Text.Json.JsonElement" && type != typeof(JsonElement))
            return JsonText(type, "GetRawText");
        if (Inherits(type, "System.Text.Json.Nodes.JsonNode"))
            return JsonText(type, "ToJsonString");
        if (type.FullName == "System.Text.Json.JsonDocument")
            return Property(type, "RootElement");
        return Inherits(type, "Newtonsoft.Json.Linq.JValue") ? Property(type, "Value") : null;
    }

    private static bool Inherits(Type type, string fullName)
    {
        for (Type? t = type; t is not null; t = t.BaseType)
        {
            if (t.FullName == fullName)
                return true;
        }

        return false;
    }

    // The text is parsed by our own copy of System.Text.Json; the methods' parameters are optional.
    private static TypeShape JsonText(Type type, string method)
    {
        MethodInfo text = Array.Find(type.GetMethods(), m => m.Name == method)!;
        object?[] arguments = new object?[text.GetParameters().Length];
        return TypeShape.Substituted(value =>
        {
            using JsonDocument document = JsonDocument.Parse(
                (string)text.Invoke(value, arguments)!, JsonLimits.Document);
            return document.RootElement.Clone();
        });
    }

    private static TypeShape Property(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        return TypeShape.Substituted(property.GetValue);
    }
}
