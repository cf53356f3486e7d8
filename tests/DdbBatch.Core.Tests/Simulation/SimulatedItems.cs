using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Tests.Simulation;

/// <summary>The simulated tables, each with another kind of key, and their items in DynamoDB JSON.</summary>
internal static class SimulatedItems
{
    public const int Spellings = 3;

    public static readonly TableSchema[] Tables =
    [
        new("Numbers", [new("id", ScalarAttributeType.N)]),
        new("Strings", [new("id", ScalarAttributeType.S)]),
        new("Pairs", [new("id", ScalarAttributeType.S), new("n", ScalarAttributeType.N)]),
        new("Bytes", [new("id", ScalarAttributeType.B)]),
    ];

    private static readonly ConcurrentDictionary<(int Table, int Key, int Spelling), EncodedItem> Keys = new();

    public static EncodedItem Encode(SimulatedOperation operation)
    {
        EncodedItem key = Keys.GetOrAdd((operation.Table, operation.Key, operation.Spelling), EncodeKey);
        if (operation.PadBytes == 0)
            return key;
        string pad = $",\"pad\":{{\"S\":\"{new string('x', operation.PadBytes)}\"}}}}";
        return key with
        {
            Json = [.. key.Json.AsSpan(0, key.Json.Length - 1), .. Encoding.UTF8.GetBytes(pad)],
            // Large items are there for the limit of a body. They are cheap, or the pace would keep bodies short of it.
            SizeBytes = key.SizeBytes + 3 + (operation.PadBytes < 100_000 ? operation.PadBytes : 0),
        };
    }

    private static EncodedItem EncodeKey((int Table, int Key, int Spelling) id)
    {
        string json = id.Table switch
        {
            0 => $"{{\"id\":{{\"N\":\"{Spell(id.Key, id.Spelling)}\"}}}}",
            1 => $"{{\"id\":{{\"S\":\"{id.Key}\"}}}}",
            2 => $"{{\"id\":{{\"S\":\"p{id.Key % 3}\"}},\"n\":{{\"N\":\"{Spell(id.Key, id.Spelling)}\"}}}}",
            _ => $"{{\"id\":{{\"B\":\"{Convert.ToBase64String(BitConverter.GetBytes(id.Key))}\"}}}}",
        };
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return new EncodedItem(bytes, bytes.Length, ItemKeyReader.Read(bytes, Tables[id.Table]));
    }

    private static string Spell(int number, int spelling) => spelling switch
    {
        0 => number.ToString(CultureInfo.InvariantCulture),
        1 => number.ToString(CultureInfo.InvariantCulture) + ".00",
        _ => number.ToString(CultureInfo.InvariantCulture) + "0e-1",
    };
}
