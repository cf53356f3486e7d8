using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// The state of one item: its attributes besides its key. <c>v</c> is the id of the operation that wrote it last, <c>a0</c> to
/// <c>a2</c> those of updates, <c>pad</c> a length.
/// </summary>
internal sealed class SimulatedState
{
    private readonly ImmutableSortedDictionary<string, int> _attributes;

    private SimulatedState(ImmutableSortedDictionary<string, int> attributes) => _attributes = attributes;

    /// <summary>The item that another writer puts.</summary>
    public static SimulatedState OfOther(SimulatedOperation operation) =>
        new(ImmutableSortedDictionary<string, int>.Empty.Add("v", 1_000_000 + operation.Id));

    /// <summary>True if the condition of an operation holds.</summary>
    public static bool Holds(SimulatedOperation operation, SimulatedState? state) =>
        (operation.Kind != OperationKind.Insert || state is null)
        && (!operation.MustExist || state is not null)
        && (!operation.OnlyIfNewer || state is null || !state._attributes.TryGetValue("v", out int version) || version < operation.Id);

    /// <summary>The state after an operation, which does nothing if its condition does not hold.</summary>
    public static SimulatedState? Next(SimulatedOperation operation, SimulatedState? state) =>
        Holds(operation, state) ? After(operation, state) : state;

    /// <summary>The state after an operation whose condition holds; null if there is no item.</summary>
    public static SimulatedState? After(SimulatedOperation operation, SimulatedState? state) => operation.Kind switch
    {
        OperationKind.Delete => null,
        OperationKind.Update => new((state?._attributes ?? ImmutableSortedDictionary<string, int>.Empty)
            .SetItems(Written(operation)).RemoveRange(Removed(operation))),
        _ => new(Written(operation).ToImmutableSortedDictionary()),
    };

    /// <summary>True if the item is as an operation leaves it, as far as the item shows it.</summary>
    public static bool IsAsLeftBy(SimulatedOperation operation, SimulatedState? state) => state is not null && operation.Kind switch
    {
        OperationKind.Delete => false,
        OperationKind.Update => Written(operation).All(one => state._attributes.TryGetValue(one.Key, out int value) && value == one.Value)
            && !Removed(operation).Any(state._attributes.ContainsKey),
        _ => state.ToString() == After(operation, null)!.ToString(),
    };

    /// <summary>The attributes that an operation writes.</summary>
    public static IEnumerable<KeyValuePair<string, int>> Written(SimulatedOperation operation)
    {
        if (operation.Kind == OperationKind.Delete)
            yield break;
        yield return new("v", operation.Id);
        if (operation.Kind == OperationKind.Update)
            yield return new($"a{operation.Id % 3}", operation.Id);
        if (operation.PadBytes > 0)
            yield return new("pad", operation.PadBytes);
    }

    /// <summary>The attributes that an operation removes.</summary>
    public static IReadOnlyList<string> Removed(SimulatedOperation operation) =>
        operation.Kind == OperationKind.Update && operation.Id % 2 == 0 ? [$"a{(operation.Id + 1) % 3}"] : [];

    /// <summary>Attributes in DynamoDB JSON, each with a comma before it.</summary>
    public static string ToJson(IEnumerable<KeyValuePair<string, int>> attributes)
    {
        StringBuilder json = new();
        foreach ((string name, int value) in attributes)
        {
            string typed = name == "pad" ? $"\"S\":\"{new string('x', value)}\"" : $"\"N\":\"{value.ToString(CultureInfo.InvariantCulture)}\"";
            json.Append($",\"{name}\":{{{typed}}}");
        }

        return json.ToString();
    }

    /// <summary>The item in DynamoDB JSON.</summary>
    public byte[] ToItem(string key) => Encoding.UTF8.GetBytes(key[..^1] + ToJson(_attributes) + "}");

    public override string ToString() => string.Join(" ", _attributes.Select(attribute => $"{attribute.Key}={attribute.Value}"));
}
