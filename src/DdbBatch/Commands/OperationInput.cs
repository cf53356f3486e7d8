using System;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.Items;

namespace DdbBatch.Commands;

/// <summary>An operation as the input has it, before it is converted.</summary>
/// <param name="Source">The object that was given at first, for errors and -PassThru.</param>
/// <param name="Content">What is to be converted.</param>
internal sealed record OperationInput(object Source, object Content)
{
    private const string DeserializedType = "Deserialized.DdbBatch.UnprocessedItem";

    /// <summary>The table that it carries; null where it carries none.</summary>
    public string? Table { get; init; }

    /// <summary>The operation that it carries; null where it carries none.</summary>
    public OperationKind? Kind { get; init; }

    /// <summary>True where the content is in DynamoDB JSON shape, whatever the parameters say.</summary>
    public bool IsDynamoDBJson { get; init; }

    /// <summary>True where an attempt of an earlier run may have written it.</summary>
    public bool MayBeWritten { get; init; }

    /// <summary>Until when such an attempt, on this operation or an earlier one with its key, may take effect.</summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>
    /// Reads an input: a leftover of an earlier run (also one that went through Export-Clixml or remoting), one of this
    /// module's errors, a WriteRequest of any copy of the SDK, or data.
    /// </summary>
    public static OperationInput Read(object given)
    {
        object input = OfError(given) ?? given;
        if (Base(input) is UnprocessedItem item)
            return OfLeftover(item.Table, item.Operation, item.Outcome, item.DynamoDBJson, item.InputObject, item.SettlesAt);
        if (Base(input) is DdbItem imported)
            return new(input, input) { Table = imported.Table, Kind = imported.Kind };
        if (input is PSObject { ImmediateBaseObject: PSCustomObject } wrapped
            && PSObjectInternals.HasTypeName(wrapped, DeserializedType))
            return OfDeserialized(wrapped);
        if (WriteRequestReader.TryRead(input, out bool isDelete, out object? attributes))
            return new(input, attributes ?? input) { Kind = isDelete ? OperationKind.Delete : OperationKind.Put };
        return new(input, input);
    }

    private static object? Base(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;

    private static object? OfError(object given) =>
        Base(given) is ErrorRecord error && error.FullyQualifiedErrorId.Contains(",DdbBatch.Commands.")
            ? error.TargetObject
            : null;

    // A snapshot is never converted again; what was refused before there was one is.
    private static OperationInput OfLeftover(
        string table,
        OperationKind kind,
        OperationOutcome outcome,
        string? json,
        object? source,
        DateTimeOffset? settlesAt)
    {
        object content = json is null ? source! : Parse(json);
        return new(source ?? content, content)
        {
            Table = table.Length == 0 ? null : table,
            Kind = kind,
            IsDynamoDBJson = json is not null,
            MayBeWritten = outcome == OperationOutcome.Unknown,
            SettlesAt = settlesAt,
        };
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
        return document.RootElement.Clone();
    }

    private static OperationInput OfDeserialized(PSObject item)
    {
        object? settlesAt = Value(nameof(UnprocessedItem.SettlesAt));
        if (!EnumName.TryParse(Text(nameof(UnprocessedItem.Operation)), out OperationKind kind))
            return new(item, new UnreadableInput(Unreadable(nameof(UnprocessedItem.Operation), Text(nameof(UnprocessedItem.Operation)))));
        if (!EnumName.TryParse(Text(nameof(UnprocessedItem.Outcome)), out OperationOutcome outcome))
            return new(item, new UnreadableInput(Unreadable(nameof(UnprocessedItem.Outcome), Text(nameof(UnprocessedItem.Outcome)))));
        return OfLeftover(
            Text(nameof(UnprocessedItem.Table)) ?? "",
            kind,
            outcome,
            Text(nameof(UnprocessedItem.DynamoDBJson)),
            Value(nameof(UnprocessedItem.InputObject)),
            settlesAt is null
                ? null
                : (DateTimeOffset)LanguagePrimitives.ConvertTo(
                    settlesAt, typeof(DateTimeOffset), CultureInfo.InvariantCulture));

        object? Value(string name) => item.Properties[name]?.Value;

        string? Text(string name) => Value(name)?.ToString();
    }

    private static FormatException Unreadable(string name, string? text) =>
        new($"'{text}' is no {name} of an UnprocessedItem, so it can't be known what to do with it.");
}
