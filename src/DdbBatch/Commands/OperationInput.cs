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

    /// <summary>When an attempt of an earlier run that may have written it ended.</summary>
    public DateTimeOffset? UnknownSince { get; init; }

    /// <summary>
    /// Reads an input: a leftover of an earlier run (also one that went through Export-Clixml or remoting), one of this
    /// module's errors, a WriteRequest of any copy of the SDK, or data.
    /// </summary>
    public static OperationInput Read(object given)
    {
        object input = OfError(given) ?? given;
        if (Base(input) is UnprocessedItem item)
            return OfLeftover(item.Table, item.Operation, item.DynamoDBJson, item.InputObject, item.UnknownSince);
        if (input is PSObject wrapped && wrapped.TypeNames.Contains(DeserializedType))
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
        string table, OperationKind kind, string? json, object? source, DateTimeOffset? unknownSince)
    {
        object content = json is null ? source! : Parse(json);
        return new(source ?? content, content)
        {
            Table = table.Length == 0 ? null : table,
            Kind = kind,
            IsDynamoDBJson = json is not null,
            UnknownSince = unknownSince,
        };
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
        return document.RootElement.Clone();
    }

    private static OperationInput OfDeserialized(PSObject item)
    {
        object? since = Value(nameof(UnprocessedItem.UnknownSince));
        bool isDelete = Text(nameof(UnprocessedItem.Operation)) == nameof(OperationKind.Delete);
        return OfLeftover(
            Text(nameof(UnprocessedItem.Table)) ?? "",
            isDelete ? OperationKind.Delete : OperationKind.Put,
            Text(nameof(UnprocessedItem.DynamoDBJson)),
            Value(nameof(UnprocessedItem.InputObject)),
            since is null
                ? null
                : (DateTimeOffset)LanguagePrimitives.ConvertTo(since, typeof(DateTimeOffset), CultureInfo.InvariantCulture));

        object? Value(string name) => item.Properties[name]?.Value;

        string? Text(string name) => Value(name)?.ToString();
    }
}
