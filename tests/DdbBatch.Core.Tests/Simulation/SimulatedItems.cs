using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Tests.Simulation;

/// <summary>The simulated tables, each with another kind of key, and their items in DynamoDB JSON.</summary>
internal static class SimulatedItems
{
    public const int Spellings = 3;

    private const string NewerWins = "#v < :v OR attribute_not_exists(#v)";

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
        if (operation.Kind == OperationKind.Delete)
            return key;
        ArrayBufferWriter<byte> json = new(key.Json.Length + operation.PadBytes + 64);
        json.Write(key.Json.AsSpan(0, key.Json.Length - 1));
        SimulatedState.Write(SimulatedState.Written(operation), json);
        json.Write("}"u8);
        return key with
        {
            Json = json.WrittenSpan.ToArray(),
            // Large items are there for the limit of a body. They are cheap, or the pace would keep bodies short of it.
            SizeBytes = key.SizeBytes + 3 + (operation.PadBytes < 100_000 ? operation.PadBytes : 0),
        };
    }

    /// <summary>The key of an operation in DynamoDB JSON.</summary>
    public static string KeyJson(SimulatedOperation operation) =>
        Encoding.UTF8.GetString(Keys.GetOrAdd((operation.Table, operation.Key, 0), EncodeKey).Json);

    /// <summary>All that an operation says besides its item.</summary>
    public static ItemChange? Change(SimulatedOperation operation)
    {
        IReadOnlyList<string> removed = SimulatedState.Removed(operation);
        if (removed.Count == 0 && !operation.MustExist && !operation.OnlyIfNewer)
            return null;
        ItemChange change = new() { Removed = removed, MustExist = operation.MustExist };
        return operation.OnlyIfNewer ? change with { Condition = NewerWins, ConditionValues = Version(operation) } : change;
    }

    private static Dictionary<string, byte[]> Version(SimulatedOperation operation) =>
        new() { ["v"] = Encoding.UTF8.GetBytes($"{{\"N\":\"{operation.Id}\"}}") };

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
