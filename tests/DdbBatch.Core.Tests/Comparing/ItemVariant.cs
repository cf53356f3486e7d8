using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DdbBatch.Items;

namespace DdbBatch.Tests.Comparing;

/// <summary>The same item in other bytes: attributes and sets in another order, numbers in another notation, other escapes.</summary>
internal sealed class ItemVariant(Random random)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };
    private static readonly JsonSerializerOptions Escaped = new() { MaxDepth = 1000 };

    public byte[] Of(byte[] item)
    {
        JsonNode node = JsonNode.Parse(item, documentOptions: JsonLimits.Document)!;
        return Encoding.UTF8.GetBytes(Map(node.AsObject()).ToJsonString(random.Next(2) == 0 ? Relaxed : Escaped));
    }

    /// <summary>The same number: 125 as 125.0, 1.25E2 or 12500e-2.</summary>
    public string Number(string number)
    {
        if (DdbNumber.Parse(Encoding.UTF8.GetBytes(number), out DdbNumber parsed) != DdbNumberStatus.Valid)
            throw new ArgumentException(number);
        string canonical = Encoding.UTF8.GetString(parsed.ToCanonical());
        if (canonical == "0")
            return random.Next(2) == 0 ? "0.00" : "0e5";
        int e = canonical.IndexOf('E');
        string sign = canonical[0] == '-' ? "-" : "";
        string digits = canonical[sign.Length..e];
        int exponent = int.Parse(canonical[(e + 1)..]) - (digits.Length - 1);
        int zeros = random.Next(4);
        return random.Next(3) switch
        {
            0 => $"{sign}{digits}e{exponent}",
            1 => $"{sign}{digits}{new string('0', zeros)}E{exponent - zeros}",
            _ => $"{sign}0.{digits}{new string('0', zeros)}E{exponent + digits.Length}",
        };
    }

    private JsonObject Map(JsonObject map)
    {
        JsonObject variant = [];
        foreach ((string name, JsonNode? value) in Shuffle(map))
            variant.Add(name, Value(value!.AsObject()));
        return variant;
    }

    private JsonObject Value(JsonObject value)
    {
        (string type, JsonNode? content) = value.Single();
        return new JsonObject
        {
            [type] = type switch
            {
                "M" => Map(content!.AsObject()),
                "L" => new JsonArray([.. content!.AsArray().Select(element => Value(element!.AsObject()))]),
                "SS" or "BS" => new JsonArray([.. Shuffle(content!.AsArray()).Select(member => member!.DeepClone())]),
                "NS" => new JsonArray([.. Shuffle(content!.AsArray()).Select(member => JsonValue.Create(Number((string)member!)))]),
                "N" => JsonValue.Create(Number((string)content!)),
                _ => content!.DeepClone(),
            },
        };
    }

    private List<T> Shuffle<T>(IEnumerable<T> members) => [.. members.OrderBy(_ => random.Next())];
}
