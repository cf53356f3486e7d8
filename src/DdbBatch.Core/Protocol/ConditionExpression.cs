using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>
/// A condition as users write it, <c>#Version &lt; :Version</c>, made into DynamoDB's: each name has an alias. It is the same
/// for all operations of a run; only the values differ.
/// </summary>
internal sealed class ConditionExpression
{
    /// <summary>No condition.</summary>
    public static readonly ConditionExpression None = new("", new ExpressionAliases());

    private ConditionExpression(string text, ExpressionAliases aliases)
    {
        Text = text;
        // A dictionary from which nothing was removed keeps its order, which is that of the aliases: #0, #1, …
        Names = [.. aliases.Names.Keys];
        ValueNames = [.. aliases.Values.Keys];
    }

    /// <summary>The expression, with the aliases <c>#0</c>, <c>:0</c> and so on.</summary>
    public string Text { get; }

    /// <summary>
    /// The expression in parentheses, as a part of a larger one. DynamoDB refuses redundant parentheses, so an expression that is
    /// in parentheses as a whole keeps its own.
    /// </summary>
    public string Grouped => IsGrouped(Text) ? Text : $"({Text})";

    /// <summary>The attributes that it names, in the order of their aliases.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The values that it names, without the colon, in the order of their aliases.</summary>
    public IReadOnlyList<string> ValueNames { get; }

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The condition, see <see cref="ExpressionText"/>.</param>
    /// <exception cref="FormatException">A name is missing or does not end, or it is too long.</exception>
    public static ConditionExpression Parse(string text)
    {
        ExpressionAliases aliases = new();
        ConditionExpression condition = new(ExpressionText.Rewrite(text, aliases), aliases);
        int sizeBytes = System.Text.Encoding.UTF8.GetByteCount(condition.Text);
        return sizeBytes + MostOwnBytes <= UpdateExpression.MaxBytes
            ? condition
            : throw new FormatException($"'{Excerpt.Of(text)}' has {sizeBytes} bytes with short aliases, and DynamoDB takes {UpdateExpression.MaxBytes}.");
    }

    /// <summary>The values that the condition needs for one input.</summary>
    /// <param name="attributes">The input's own attributes, in DynamoDB JSON: <c>:Name</c> is the value of Name.</param>
    /// <param name="given">Values that are the same for every input, by their names (-ConditionValue); they come first.</param>
    /// <exception cref="ItemException">The input lacks a value that the condition names.</exception>
    public IReadOnlyDictionary<string, byte[]> Bind(ReadOnlySpan<byte> attributes, IReadOnlyDictionary<string, byte[]> given)
    {
        Dictionary<string, byte[]> values = new(StringComparer.Ordinal);
        foreach (string name in ValueNames)
        {
            if (given.TryGetValue(name, out byte[]? value))
                values.Add(name, value);
        }

        for (ItemMembers members = new(attributes); values.Count < ValueNames.Count && members.Next();)
        {
            string name = members.NameText;
            if (!values.ContainsKey(name) && ValueNames.Contains(name))
                values.Add(name, members.Value.ToArray());
        }

        return ValueNames.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing ? throw Missing(missing) : values;
    }

    // The request adds: attribute_exists(#000) AND (…).
    private const int MostOwnBytes = 40;

    // (A) OR (B) is not in parentheses as a whole. All names have aliases, so a parenthesis is part of no name.
    private static bool IsGrouped(string text)
    {
        string expression = text.Trim();
        int depth = 0;
        for (int i = 0; i < expression.Length; i++)
        {
            depth += expression[i] == '(' ? 1 : expression[i] == ')' ? -1 : 0;
            if (depth == 0)
                return i == expression.Length - 1 && i > 0;
        }

        return false;
    }

    private static ItemException Missing(string name) => new(
        "ConditionValueMissing",
        name,
        $"the condition uses the value ':{name}', and the input has no attribute of this name. Give every input the attribute, or "
        + $"the value for all of them: -ConditionValue @{{ '{name}' = … }}.");
}
