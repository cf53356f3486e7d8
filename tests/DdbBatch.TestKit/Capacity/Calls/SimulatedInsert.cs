using System;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// An INSERT statement, with the item as one parameter (<c>VALUE ?</c>) or one for each attribute (<c>VALUE {'Id': ?}</c>).
/// </summary>
/// <param name="TableName">The table's name in the statement.</param>
/// <param name="Table">The table; null if there is no such table.</param>
/// <param name="Item">The item; null if the statement breaks a rule.</param>
/// <param name="Error">Why it cannot be executed, with the code of a statement.</param>
internal sealed partial record SimulatedInsert(string TableName, SimulatedTable? Table, StoredItem? Item, SimulatedErrorException? Error)
{
    /// <summary>Reads a statement with its parameters.</summary>
    /// <exception cref="NotSupportedException">It is another statement.</exception>
    public static SimulatedInsert Read(JsonElement statement, SimulatedTables tables)
    {
        string text = statement.GetProperty("Statement").GetString()!;
        Match insert = Insert().Match(text);
        if (!insert.Success)
            throw new NotSupportedException($"The simulator does not know the statement {text}.");
        string name = insert.Groups["table"].Value.Replace("\"\"", "\"", StringComparison.Ordinal);
        SimulatedTable? table = null;
        try
        {
            table = tables[name];
            JsonElement item = ReadItem(insert.Groups["value"].Value, statement.GetProperty("Parameters"));
            return new SimulatedInsert(name, table, StoredItem.Create(table.Schema.KeyOfItem(item), item), null);
        }
        catch (SimulatedErrorException error)
        {
            return new SimulatedInsert(name, table, null, error);
        }
    }

    /// <summary>Inserts the item if no item has its key; returns the error of the statement, if any.</summary>
    public SimulatedErrorException? Execute(ConsumedUnits consumed)
    {
        if (Table is null || Item is null)
        {
            if (Table is not null)
                consumed.AddFailed(Table, 1);
            return ToStatementError(Error!);
        }

        WriteResult result = Table.Write(Item.Key, before => before ?? Item, Item);
        if (result.Throttled is { } reason)
            return ToStatementError(SimulatedErrorException.Throttled(reason));
        if (result.Before is not null)
        {
            consumed.AddFailed(Table, result.Units);
            return new SimulatedErrorException("DuplicateItem", "Duplicate primary key exists in table");
        }

        consumed.Add(Table, result);
        return null;
    }

    // The codes of statements are the names of the exceptions without their ending, but for this one.
    private static SimulatedErrorException ToStatementError(SimulatedErrorException error) => new(
        error.Type == "ValidationException" ? "ValidationError" : error.Type.Replace("Exception", "", StringComparison.Ordinal),
        error.Message);

    private static JsonElement ReadItem(string value, JsonElement parameters)
    {
        if (value == "?")
            return parameters[0].GetProperty("M");
        int position = 0;
        return JsonSerializer.SerializeToElement(Attribute().Matches(value).ToDictionary(
            attribute => attribute.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal),
            _ => parameters[position++]));
    }

    [GeneratedRegex("""^\s*INSERT\s+INTO\s+"(?<table>(?:[^"]|"")+)"\s+VALUE\s+(?<value>\?|\{.*\})\s*$""", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Insert();

    [GeneratedRegex("""'((?:[^']|'')+)'\s*:\s*\?""")]
    private static partial Regex Attribute();
}
