using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Conversion;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Input;

/// <summary>
/// The condition of an operation, and whether its item has to exist: as the parameters say for all of them, or as a leftover
/// carries it.
/// </summary>
internal sealed class ChangeChoice
{
    private readonly ItemChange? _given;
    private readonly Dictionary<string, ConditionExpression> _conditions = new(StringComparer.Ordinal);

    /// <param name="condition">-Condition; null without it.</param>
    /// <param name="values">-ConditionValue; null without it.</param>
    /// <param name="mustExist">-MustExist.</param>
    /// <exception cref="ArgumentException">
    /// A name is missing in the condition, or a value is invalid or not used.
    /// </exception>
    public ChangeChoice(string? condition, IDictionary? values, bool mustExist)
    {
        if (condition is not null || mustExist)
            _given = new ItemChange { Condition = condition, ConditionValues = Read(condition, values), MustExist = mustExist };
    }

    /// <summary>No parameter says anything.</summary>
    public static ChangeChoice None { get; } = new(null, null, mustExist: false);

    /// <summary>Returns what applies to a row, without the row's own values; null for nothing.</summary>
    public ItemChange? For(InputRow row)
    {
        // Whether its operation is open is a matter of each run.
        if (row.Change is not { } change)
            return _given;
        ItemChange carried = change with { IsOperationOpen = false };
        if (_given is null)
            return carried;
        ItemChange condition = _given.Condition is null ? carried : _given;
        return condition with { Removed = carried.Removed, MustExist = _given.MustExist || carried.MustExist };
    }

    /// <summary>Returns the condition of a change.</summary>
    /// <exception cref="ItemException">A leftover carries something else.</exception>
    public ConditionExpression Condition(ItemChange? change)
    {
        if (change?.Condition is not { } text)
            return ConditionExpression.None;
        if (!_conditions.TryGetValue(text, out ConditionExpression? condition))
        {
            try
            {
                _conditions[text] = condition = ConditionExpression.Parse(text);
            }
            catch (FormatException exception)
            {
                throw new ItemException("InvalidCondition", "", exception.Message);
            }
        }

        return condition;
    }

    /// <summary>Returns the names of the values that a row's condition takes from the row itself.</summary>
    /// <exception cref="ItemException">A leftover carries no condition, but something else.</exception>
    public IReadOnlyCollection<string> OwnValues(InputRow row) => For(row) is { Condition: not null } change
        ? [.. Condition(change).ValueNames.Where(name => !change.ConditionValues.ContainsKey(name))]
        : [];

    /// <summary>Returns the change of a row, with the row's own values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="attributes">The row's attributes in DynamoDB JSON.</param>
    /// <param name="removed">The names of the attributes that an update removes.</param>
    /// <returns>Null for nothing.</returns>
    /// <exception cref="ItemException">The row lacks a value that its condition names.</exception>
    public ItemChange? Bind(InputRow row, ReadOnlySpan<byte> attributes, IReadOnlyList<string> removed)
    {
        ItemChange? unbound = For(row);
        if (unbound is null && removed.Count == 0)
            return null;
        ItemChange change = unbound ?? new ItemChange();
        return change with
        {
            Removed = removed,
            ConditionValues = Condition(change).Bind(attributes, change.ConditionValues),
            Unbound = unbound,
        };
    }

    private Dictionary<string, byte[]> Read(string? condition, IDictionary? values)
    {
        Dictionary<string, byte[]> read = new(StringComparer.Ordinal);
        if (condition is null)
            return read;
        try
        {
            ConditionExpression parsed = _conditions[condition] = ConditionExpression.Parse(condition);
            GivenValues given = new();
            foreach ((string name, object? value) in GivenValues.ByName(values).Select(one => (one.Key, one.Value)))
            {
                if (!parsed.ValueNames.Contains(name))
                    throw new ArgumentException($"-ConditionValue has ':{name}', and -Condition does not use it.");
                read.Add(name, given.ToJson(name, value));
            }
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"-Condition {exception.Message}", exception);
        }
        catch (ItemException exception)
        {
            throw new ArgumentException($"-ConditionValue: {exception.Message}", exception);
        }

        return read;
    }
}
