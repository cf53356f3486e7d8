using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A condition, filter or key condition.</summary>
internal sealed class Condition
{
    private static readonly JsonElement NoItem = JsonElement.Parse("{}"u8);

    private readonly ExpressionTokens _tokens;
    private readonly ExpressionScope _scope;
    private readonly Predicate<JsonElement> _holds;
    private readonly Dictionary<string, JsonElement> _equalities = [];
    private (int Start, int End) _lastGroup;

    private Condition(string kind, string text, ExpressionScope scope)
    {
        _tokens = new ExpressionTokens(kind, text);
        _scope = scope;
        _holds = Or();
        if (_tokens.Next.Length > 0)
            throw _tokens.Error();
    }

    /// <summary>The values that attributes have to be equal to.</summary>
    public IReadOnlyDictionary<string, JsonElement> Equalities => _equalities;

    /// <summary>Reads an expression of a request; null if the request has none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">The expression's name, as <c>ConditionExpression</c>.</param>
    /// <param name="scope">The request's names and values.</param>
    public static Condition? Read(JsonElement request, string kind, ExpressionScope scope) =>
        request.TryGetProperty(kind, out JsonElement text) ? new Condition(kind, text.GetString()!, scope) : null;

    /// <summary>Whether an item, or that there is none, meets the condition.</summary>
    public bool Holds(StoredItem? item) => _holds(item?.Attributes ?? NoItem);

    private Predicate<JsonElement> Or()
    {
        Predicate<JsonElement> left = And();
        while (_tokens.TryTake("OR"))
        {
            (Predicate<JsonElement> one, Predicate<JsonElement> other) = (left, And());
            left = item => one(item) || other(item);
        }

        return left;
    }

    private Predicate<JsonElement> And()
    {
        Predicate<JsonElement> left = Not();
        while (_tokens.TryTake("AND"))
        {
            (Predicate<JsonElement> one, Predicate<JsonElement> other) = (left, Not());
            left = item => one(item) && other(item);
        }

        return left;
    }

    private Predicate<JsonElement> Not()
    {
        if (_tokens.TryTake("NOT"))
        {
            Predicate<JsonElement> inner = Not();
            return item => !inner(item);
        }

        int start = _tokens.Position;
        if (!_tokens.TryTake("("))
            return _tokens.IsCall && _tokens.Next != "size" ? Function() : Comparison();
        Predicate<JsonElement> bracketed = Or();
        if (_lastGroup == (start + 1, _tokens.Position))
            throw _tokens.Error("The expression has redundant parentheses;");
        _tokens.Expect(")");
        _lastGroup = (start, _tokens.Position);
        return bracketed;
    }

    private Predicate<JsonElement> Function()
    {
        string name = _tokens.Take();
        _tokens.Expect("(");
        AttributePath path = AttributePath.Take(_tokens, _scope);
        Func<JsonElement, JsonElement?>? operand = _tokens.TryTake(",") ? Operand() : null;
        _tokens.Expect(")");
        return (name, operand) switch
        {
            ("attribute_exists", null) => item => path.Find(item) is not null,
            ("attribute_not_exists", null) => item => path.Find(item) is null,
            ("attribute_type", { } type) => item =>
                path.Find(item) is { } value && ComparableValue.TypeOf(value) == type(item)!.Value.GetProperty("S").GetString(),
            ("begins_with", { } start) => item => Both(path.Find(item), start(item), (value, prefix) => value.AsSpan().StartsWith(prefix)),
            ("contains", { } part) => item => path.Find(item) is { } value && part(item) is { } member && Contains(value, member),
            _ => throw _tokens.Error(),
        };
    }

    private Predicate<JsonElement> Comparison()
    {
        string first = _tokens.Next;
        Func<JsonElement, JsonElement?> left = Operand();
        if (_tokens.TryTake("BETWEEN"))
        {
            Func<JsonElement, JsonElement?> low = Operand();
            _tokens.Expect("AND");
            Func<JsonElement, JsonElement?> high = Operand();
            return item => Compare(left(item), low(item), order => order >= 0) && Compare(left(item), high(item), order => order <= 0);
        }

        if (_tokens.TryTake("IN"))
        {
            List<Func<JsonElement, JsonElement?>> choices = [];
            for (_tokens.Expect("("); choices.Count == 0 || _tokens.TryTake(",");)
                choices.Add(Operand());
            _tokens.Expect(")");
            return item => choices.Any(choice => Both(left(item), choice(item), (one, other) => one.AsSpan().SequenceEqual(other)));
        }

        string comparator = _tokens.Take();
        bool isValue = _tokens.Next.StartsWith(':');
        Func<JsonElement, JsonElement?> right = Operand(isOrdered: comparator is not ("=" or "<>"), comparator);
        if (comparator == "=" && isValue)
            _equalities[_scope.Name(_tokens, first)] = right(NoItem)!.Value;
        return comparator switch
        {
            "=" => item => Both(left(item), right(item), (one, other) => one.AsSpan().SequenceEqual(other)),
            "<>" => item => !Both(left(item), right(item), (one, other) => one.AsSpan().SequenceEqual(other)),
            "<" => item => Compare(left(item), right(item), order => order < 0),
            "<=" => item => Compare(left(item), right(item), order => order <= 0),
            ">" => item => Compare(left(item), right(item), order => order > 0),
            ">=" => item => Compare(left(item), right(item), order => order >= 0),
            _ => throw _tokens.Error(),
        };
    }

    private Func<JsonElement, JsonElement?> Operand(bool isOrdered = false, string comparator = "")
    {
        if (_tokens.Next.StartsWith(':'))
        {
            JsonElement value = _scope.TakeValue(_tokens);
            string type = ComparableValue.TypeOf(value);
            if (isOrdered && type is not ("S" or "N" or "B"))
                throw _tokens.Error($"Incorrect operand type for operator or function; operator: {comparator}, operand type: {type}");

            return _ => value;
        }

        if (!_tokens.IsCall)
            return AttributePath.Take(_tokens, _scope).Find;
        _tokens.Expect("size");
        _tokens.Expect("(");
        AttributePath path = AttributePath.Take(_tokens, _scope);
        _tokens.Expect(")");
        return item => path.Find(item) is { } value ? Size(value) : null;
    }

    private static bool Both(JsonElement? one, JsonElement? other, Func<byte[], byte[], bool> holds) =>
        one is { } left && other is { } right && holds(ComparableValue.Encode(left), ComparableValue.Encode(right));

    private static bool Compare(JsonElement? one, JsonElement? other, Predicate<int> holds) => Both(one, other, (left, right) =>
        left[0] == right[0] && ComparableValue.TypeOf(one!.Value) is "S" or "N" or "B" && holds(left.AsSpan().SequenceCompareTo(right)));

    private static bool Contains(JsonElement value, JsonElement part)
    {
        string type = ComparableValue.TypeOf(value);
        JsonElement content = value.GetProperty(type);
        byte[] sought = ComparableValue.Encode(part);
        return type switch
        {
            "S" or "B" => sought[0] == ComparableValue.Encode(value)[0] && ComparableValue.Encode(value).AsSpan(1).IndexOf(sought.AsSpan(1)) >= 0,
            "L" => content.EnumerateArray().Any(member => ComparableValue.Encode(member).AsSpan().SequenceEqual(sought)),
            "SS" or "NS" or "BS" => content.EnumerateArray().Any(member => ComparableValue.Encode(
                JsonElement.Parse($$"""{"{{type[..1]}}":{{member.GetRawText()}}}""")).AsSpan().SequenceEqual(sought)),
            _ => false,
        };
    }

    private static JsonElement? Size(JsonElement value)
    {
        string type = ComparableValue.TypeOf(value);
        JsonElement content = value.GetProperty(type);
        int? size = type switch
        {
            "S" => Encoding.UTF8.GetByteCount(content.GetString()!),
            "B" => content.GetBytesFromBase64().Length,
            "M" => content.GetPropertyCount(),
            "N" or "BOOL" or "NULL" => null,
            _ => content.GetArrayLength(),
        };
        return size is null ? null : JsonElement.Parse($$"""{"N":"{{size}}"}""");
    }
}
