using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Input;

/// <summary>
/// Recognizes leftovers, including those that Select-Object, Export-Clixml, a job, remoting or JSON converted to another
/// object: by their type's name, or by having all properties of a leftover.
/// </summary>
internal static class LeftoverReader
{
    private const string TypeName = "DdbBatch.UnprocessedItem";

    private static readonly string[] Names =
    [
        nameof(UnprocessedItem.DynamoDBJson), nameof(UnprocessedItem.Operation), nameof(UnprocessedItem.Outcome),
        nameof(UnprocessedItem.ChangeJson),
        nameof(UnprocessedItem.InputObject), nameof(UnprocessedItem.Table), nameof(UnprocessedItem.Position),
        nameof(UnprocessedItem.Attempts), nameof(UnprocessedItem.ErrorCode), nameof(UnprocessedItem.Reason),
        nameof(UnprocessedItem.SettlesAt),
    ];

    /// <summary>Reads a leftover.</summary>
    /// <returns>The operation; null if the object is not a leftover.</returns>
    public static InputRow? TryRead(object input)
    {
        object plain = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        return plain switch
        {
            UnprocessedItem item => Create(
                item.Table, item.Operation, item.Outcome, item.DynamoDBJson, item.Change, item.InputObject, item.SettlesAt),
            PSObject copy when IsCopy(copy) => ReadObject(copy),
            IDictionary map when MayBeLeftover(map) && Names.All(map.Contains) => ReadMap(map),
            _ => null,
        };
    }

    /// <summary>False for a dictionary that is no leftover.</summary>
    public static bool MayBeLeftover(IDictionary map) => map.Contains(Names[0]);

    // Methods of their own, so that data takes no memory for their closures.
    private static InputRow ReadObject(PSObject copy) =>
        ReadCopy(copy, name => copy.Properties[name]?.Value, name => copy.Properties[name] is not null);

    private static InputRow ReadMap(IDictionary map) => ReadCopy(map, name => map[name], map.Contains);

    private static bool IsCopy(PSObject value) =>
        PSObjectInternals.HasTypeNameEnding(value, "." + TypeName)
        || (PSObjectInternals.HasMember(value, Names[0]) && Names.All(name => value.Properties[name] is not null));

    private static InputRow ReadCopy(object source, Func<string, object?> value, Func<string, bool> has)
    {
        string? missing = Names.Take(4).FirstOrDefault(name => !has(name));
        if (missing is not null)
            return Refuse(source, $"its property {missing} is missing");
        if (!TryParse(value(nameof(UnprocessedItem.Operation)), out OperationKind kind))
            return Refuse(source, $"'{value(nameof(UnprocessedItem.Operation))}' is no Operation");
        if (!TryParse(value(nameof(UnprocessedItem.Outcome)), out OperationOutcome outcome))
            return Refuse(source, $"'{value(nameof(UnprocessedItem.Outcome))}' is no Outcome");
        DateTimeOffset? settlesAt = ReadTime(value(nameof(UnprocessedItem.SettlesAt)));
        if (settlesAt is null && outcome == OperationOutcome.Unknown)
            settlesAt = DateTimeOffset.UtcNow + new WriteOptions().SettleTime;
        try
        {
            return Create(
                has(nameof(UnprocessedItem.Table)) ? value(nameof(UnprocessedItem.Table))?.ToString() ?? "" : "",
                kind,
                outcome,
                value(nameof(UnprocessedItem.DynamoDBJson))?.ToString(),
                value(nameof(UnprocessedItem.ChangeJson))?.ToString() is { Length: > 0 } change ? ItemChange.OfJson(change) : null,
                value(nameof(UnprocessedItem.InputObject)),
                settlesAt);
        }
        catch (JsonException)
        {
            return Refuse(source, "its DynamoDBJson is not JSON");
        }
        catch (FormatException exception)
        {
            return Refuse(source, $"its ChangeJson can't be read ({exception.Message})");
        }
    }

    private static InputRow Refuse(object source, string why) => new(source, source)
    {
        Refusal = new ItemException(
            "LeftoverIncomplete",
            "",
            $"this is a copy of an UnprocessedItem, and {why}, so its operation is unknown. Pipe the whole object, or keep its "
            + "properties ChangeJson, DynamoDBJson, InputObject, Operation, Outcome and Table."),
    };

    // A snapshot is never converted again; an object that was refused before it had one is.
    private static InputRow Create(
        string table,
        OperationKind kind,
        OperationOutcome outcome,
        string? json,
        ItemChange? change,
        object? source,
        DateTimeOffset? settlesAt)
    {
        if (string.IsNullOrEmpty(json) && source is null)
            return Refuse("", "both its DynamoDBJson and its InputObject are empty");
        bool isSnapshot = !string.IsNullOrEmpty(json);
        object content = isSnapshot ? Parse(json!) : source!;
        return new(source ?? content, content)
        {
            Refusal = content is string ? NotKept() : null,
            Table = table.Length == 0 ? null : table,
            Kind = kind,
            Change = change,
            IsDynamoDBJson = isSnapshot,
            MayBeWritten = outcome == OperationOutcome.Unknown,
            SettlesAt = settlesAt,
        };
    }

    // JSON could not represent the object that the failed file kept.
    private static ItemException NotKept() => new(
        "InputNotKept",
        "",
        "this leftover has only a text of the object that was refused, because JSON can't hold all of its values (binary values, "
        + "sets, objects) or because it was a text itself. Write the object itself again.");

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
        return document.RootElement.Clone();
    }

    // ConvertTo-Json converts enums to numbers. A text must be a name.
    private static bool TryParse<TEnum>(object? value, out TEnum parsed)
        where TEnum : struct, Enum
    {
        string text = value?.ToString() ?? "";
        return Enum.TryParse(text, out parsed)
            && Enum.IsDefined(typeof(TEnum), parsed)
            && (text == parsed.ToString() || (value is int or long && text == parsed.ToString("D")));
    }

    // A leftover that may have been written waits for its time. A time that cannot be read is ignored.
    private static DateTimeOffset? ReadTime(object? value)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null or "" => null,
            DateTimeOffset time => time,
            DateTime time => new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero),
            PSObject copy => DeserializedValues.ReadTime(copy),
            _ => DateTimeOffset.TryParse(
                Convert.ToString(plain, CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset time)
                ? time
                : null,
        };
    }
}
