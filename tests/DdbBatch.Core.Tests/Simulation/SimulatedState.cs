using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// The state of one item: its attributes besides its key. <c>v</c> is the id of the operation that wrote it last, <c>a0</c> to
/// <c>a2</c> those of updates, <c>pad</c> a length.
/// </summary>
/// <remarks>A record of five numbers, because millions of scenarios compare states.</remarks>
internal sealed record SimulatedState
{
    private int? _a0;
    private int? _a1;
    private int? _a2;
    private int? _pad;
    private int? _v;

    private SimulatedState()
    {
    }

    /// <summary>The item that another writer puts.</summary>
    public static SimulatedState OfOther(SimulatedOperation operation) => new() { _v = 1_000_000 + operation.Id };

    /// <summary>True if the condition of an operation holds.</summary>
    public static bool Holds(SimulatedOperation operation, SimulatedState? state) =>
        (operation.Kind != OperationKind.Insert || state is null)
        && (!operation.MustExist || state is not null)
        && (!operation.OnlyIfNewer || state?._v is not { } version || version < operation.Id);

    /// <summary>The state after an operation, which does nothing if its condition does not hold.</summary>
    public static SimulatedState? Next(SimulatedOperation operation, SimulatedState? state) =>
        Holds(operation, state) ? After(operation, state) : state;

    /// <summary>The state after an operation whose condition holds; null if there is no item.</summary>
    public static SimulatedState? After(SimulatedOperation operation, SimulatedState? state)
    {
        if (operation.Kind == OperationKind.Delete)
            return null;
        SimulatedState after = operation.Kind == OperationKind.Update && state is not null ? state with { } : new SimulatedState();
        foreach ((string name, int value) in Written(operation))
            after.Attribute(name) = value;
        foreach (string name in Removed(operation))
            after.Attribute(name) = null;
        return after;
    }

    /// <summary>True if the item is as an operation leaves it, as far as the item shows it.</summary>
    public static bool IsAsLeftBy(SimulatedOperation operation, SimulatedState? state) => state is not null && operation.Kind switch
    {
        OperationKind.Delete => false,
        OperationKind.Update => state == After(operation, state),
        _ => state == After(operation, null),
    };

    /// <summary>The attributes that an operation writes.</summary>
    public static IEnumerable<KeyValuePair<string, int>> Written(SimulatedOperation operation)
    {
        if (operation.Kind == OperationKind.Delete)
            yield break;
        yield return new("v", operation.Id);
        if (operation.Kind == OperationKind.Update)
            yield return new(Updated[operation.Id % 3], operation.Id);
        if (operation.PadBytes > 0)
            yield return new("pad", operation.PadBytes);
    }

    /// <summary>The attributes that an operation removes.</summary>
    public static IReadOnlyList<string> Removed(SimulatedOperation operation) =>
        operation.Kind == OperationKind.Update && operation.Id % 2 == 0 ? [Updated[(operation.Id + 1) % 3]] : [];

    /// <summary>Writes attributes in DynamoDB JSON, each with a comma before it.</summary>
    public static void Write(IEnumerable<KeyValuePair<string, int>> attributes, ArrayBufferWriter<byte> json)
    {
        foreach ((string name, int value) in attributes)
        {
            json.Write(Encoding.UTF8.GetBytes(name == "pad" ? ",\"pad\":{\"S\":\"" : $",\"{name}\":{{\"N\":\"{value}"));
            if (name == "pad")
            {
                json.GetSpan(value)[..value].Fill((byte)'x');
                json.Advance(value);
            }

            json.Write("\"}"u8);
        }
    }

    /// <summary>The item in DynamoDB JSON.</summary>
    public byte[] ToItem(string key)
    {
        ArrayBufferWriter<byte> json = new();
        json.Write(Encoding.UTF8.GetBytes(key[..^1]));
        Write(Attributes(), json);
        json.Write("}"u8);
        return json.WrittenSpan.ToArray();
    }

    public override string ToString() => string.Join(" ", Attributes().Select(attribute => $"{attribute.Key}={attribute.Value}"));

    private static readonly string[] Updated = ["a0", "a1", "a2"];

    private IEnumerable<KeyValuePair<string, int>> Attributes()
    {
        foreach (string name in (string[])[.. Updated, "pad", "v"])
        {
            if (Attribute(name) is { } value)
                yield return new(name, value);
        }
    }

    private ref int? Attribute(string name)
    {
        switch (name)
        {
            case "a0":
                return ref _a0;
            case "a1":
                return ref _a1;
            case "a2":
                return ref _a2;
            case "pad":
                return ref _pad;
            default:
                return ref _v;
        }
    }
}
