using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>The table whose items are looked up, and what to read of them.</summary>
/// <param name="Table">Its name or ARN.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Schema">Its keys.</param>
internal sealed record LookupTarget(string Table, string Endpoint, TableSchema Schema)
{
    /// <summary>RCU per second that the table is said to give; null if unknown.</summary>
    public double? ReadCapacity { get; init; }

    /// <summary>-ConsistentRead.</summary>
    public bool IsConsistent { get; init; }

    /// <summary>All of a request but its keys.</summary>
    public BatchGetStatement Statement { get; private init; } = null!;

    /// <summary>Finds the table's keys.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="keyName">-KeyName, which takes the place of DescribeTable; null without it.</param>
    /// <param name="describe">Describes the table.</param>
    /// <exception cref="ReadParameterException">-KeyName makes no sense.</exception>
    public static LookupTarget Find(string table, string endpoint, object? keyName, Func<TableDescription> describe)
    {
        if (GivenKeys(table, keyName) is { } schema)
            return new LookupTarget(table, endpoint, schema);
        TableDescription description = describe();
        return new LookupTarget(table, endpoint, description.Schema) { ReadCapacity = description.ReadCapacity };
    }

    /// <summary>The same target with the attributes of -Property; the key attributes are added to them.</summary>
    /// <exception cref="ReadParameterException">A path has no such form.</exception>
    public LookupTarget With(IReadOnlyList<string> properties)
    {
        ExpressionAliases aliases = new();
        string? projection = Projection.Of(properties, aliases, Schema.KeyAttributes);
        return this with
        {
            Statement = new BatchGetStatement
            {
                Table = Table,
                IsConsistent = IsConsistent,
                Projection = projection,
                Names = aliases.Names.ToDictionary(name => name.Value, name => name.Key),
            },
        };
    }

    private static TableSchema? GivenKeys(string table, object? keyName)
    {
        try
        {
            return new KeyNameParser(keyName).Resolve(table);
        }
        catch (ArgumentException exception)
        {
            throw new ReadParameterException("InvalidKeyName", exception.Message);
        }
    }
}
