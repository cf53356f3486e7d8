using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>Makes a Scan or a Query of what the parameters ask for.</summary>
internal sealed class StatementBuilder
{
    private readonly ReadRequest _request;
    private readonly ReadTarget _target;
    private readonly ExpressionAliases _aliases = new();
    private readonly ExpressionValues _values = new();

    private StatementBuilder(ReadRequest request, ReadTarget target)
    {
        _request = request;
        _target = target;
    }

    /// <summary>Makes the statement.</summary>
    /// <param name="request">The parameters.</param>
    /// <param name="description">The table.</param>
    /// <exception cref="ReadParameterException">Something does not fit the table or the other parameters.</exception>
    public static ReadStatement Build(ReadRequest request, TableDescription description)
    {
        try
        {
            return new StatementBuilder(request, ReadTarget.Find(request, description)).Build(description);
        }
        catch (ItemException exception)
        {
            throw new ReadParameterException(exception.ErrorId, exception.Message);
        }
    }

    private ReadStatement Build(TableDescription description)
    {
        string? keyCondition = KeyCondition();
        string? filter = _request.Filter is null ? null : _values.Add(_request.Filter, _request.FilterValue, "Filter", _aliases);
        string? projection = _request.IsKeyOnly
            ? Projection.OfKey(description.Schema, _aliases)
            : Projection.Of(_request.Properties, _aliases, _request.AddsKey ? description.Schema.KeyAttributes : []);
        return new ReadStatement
        {
            Table = _target.Table,
            Index = _target.IndexName,
            IsConsistent = _request.IsConsistent,
            KeyCondition = keyCondition,
            Filter = filter,
            Projection = projection,
            IsForward = !_request.IsDescending,
            Names = _aliases.Names.ToDictionary(name => name.Value, name => name.Key),
            Values = _values.ByAlias,
        };
    }

    // The names of values in -SortKeyCondition may be those of -Filter's: each expression has values of its own.
    private string? KeyCondition()
    {
        if (_request.Key is not { } key)
            return null;
        Dictionary<string, object?> given = ReadKey(key);
        string condition = Equals(_target.PartitionKey, given[_target.PartitionKey.Name]);
        if (_target.SortKey is { } sortKey && given.TryGetValue(sortKey.Name, out object? sortValue))
        {
            return _request.SortKeyCondition is null
                ? $"{condition} AND {Equals(sortKey, sortValue)}"
                : throw new ReadParameterException(
                    "InvalidSortKeyCondition", $"-Key has the sort key {sortKey.Name} already: leave it out of -Key, or leave -SortKeyCondition out.");
        }

        if (_request.SortKeyCondition is not { } sort)
            return condition;
        if (_target.SortKey is not { } sorted)
            throw new ReadParameterException("InvalidSortKeyCondition", "-SortKeyCondition: there is no sort key.");
        return $"{condition} AND {_values.Add(sort, _request.SortKeyValue, "SortKeyCondition", _aliases, sorted)}";
    }

    private Dictionary<string, object?> ReadKey(IDictionary key)
    {
        Dictionary<string, object?> given = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in key)
            given[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = entry.Value;
        bool hasOthers = given.Keys.Any(name => name != _target.PartitionKey.Name && name != _target.SortKey?.Name);
        if (hasOthers || !given.ContainsKey(_target.PartitionKey.Name))
        {
            string sortKey = _target.SortKey is null ? "" : $", and perhaps its sort key {_target.SortKey.Name}";
            throw new ReadParameterException(
                "KeyInvalid",
                $"-Key takes the partition key {_target.PartitionKey.Name}{sortKey}: @{{ {_target.PartitionKey.Name} = … }}. "
                + $"It has: {string.Join(", ", given.Keys)}.");
        }

        return given;
    }

    private string Equals(KeyAttribute key, object? value)
    {
        string alias = _aliases.Value($"key {key.Name}");
        _values.Add(alias, value, key);
        return $"{_aliases.Name(key.Name)} = {alias}";
    }
}
