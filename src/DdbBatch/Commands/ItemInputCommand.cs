using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Conversion;
using DdbBatch.Reporting;

namespace DdbBatch.Commands;

/// <summary>A cmdlet whose input becomes items, by rules that the user may set.</summary>
public abstract class ItemInputCommand : ConnectedCommand
{
    private ItemConverter? _converter;
    private RepeatedErrors? _inputErrors;

    /// <summary>
    /// How values are read, by attribute name: @{ Year = 'N'; Tags = 'SS'; Extra = 'M'; Photo = 'B'; ExpiresAt =
    /// 'Epoch'; Junk = 'Ignore' }. The types are S, N, B (base64), BOOL, NULL, SS, NS, BS, L, M, Epoch (a time, stored
    /// as whole seconds since 1970, as TTL requires) and Ignore (leaves the attribute out). Sets and lists are read
    /// from a JSON array, or split by -Separator. Names may contain wildcards; an exact name takes precedence, then a
    /// name that differs only in case, then the longest pattern. Use it for CSV files: without it strings stay strings,
    /// except in key attributes, which get the key's type.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(AttributeTypeCompleter))]
    public IDictionary? AttributeType { get; set; }

    /// <summary>
    /// How empty strings are stored: Keep (default), Null (as NULL), Omit (leaves the attribute out), or, in updates only,
    /// Remove (removes the attribute from the item in the table); or by attribute name: @{ GenreKey = 'Omit' }. Use Omit for
    /// the keys of sparse indexes. In lists, an empty string keeps its place.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EnumCompleter<EmptyStringHandling>))]
    [PSDefaultValue(Help = "Keep")]
    public object? EmptyString { get; set; }

    /// <summary>
    /// How $null is stored: Null (as NULL, default), Omit (leaves the attribute out), or, in updates only, Remove (removes the
    /// attribute from the item in the table); or by attribute name: @{ GenreKey = 'Omit' }. In lists, $null keeps its place.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EnumCompleter<NullHandling>))]
    [PSDefaultValue(Help = "Null")]
    public object? NullValue { get; set; }

    /// <summary>
    /// The text that separates the members of a list or set in one string: '|', or by attribute name: @{ Tags = '|' }.
    /// It applies to attributes for which -AttributeType gives L, SS, NS or BS.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Separator { get; set; }

    /// <summary>
    /// The culture in which texts of numbers are written, for attributes of type N, NS and Epoch and for keys that are
    /// numbers: with de-DE, 1.234,56 is 1234.56. Thousands must be separated as the culture does it. Without it numbers
    /// have a point and no separators. Strings that stay strings, and numbers of PowerShell and JSON, are not affected.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public CultureInfo? Culture { get; set; }

    /// <summary>
    /// The formats in which texts of times are written, for attributes of type Epoch: 'dd.MM.yyyy HH:mm', in .NET's custom
    /// or standard formats. A time without an offset is taken as UTC; the format has K or zzz for an offset. Names of months
    /// are those of -Culture. With it no other text is a time. Without it a time is ISO 8601 with Z or an offset.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? DateFormat { get; set; }

    /// <summary>
    /// Reads a name such as Year:N as the attribute Year of type N. Use it for CSV files whose header names the types.
    /// The types are those of -AttributeType. With Year:N? an item with an empty value lacks the attribute; in the files that
    /// Import-DdbItem reads, an empty string in quotes is an empty string.
    /// </summary>
    [Parameter]
    public SwitchParameter TypedHeader { get; set; }

    /// <summary>
    /// Reads the values as DynamoDB JSON, such as @{ Year = @{ N = '1999' } }. Without this switch such a value is a
    /// map, because the format is never guessed.
    /// </summary>
    [Parameter]
    public SwitchParameter DynamoDBJson { get; set; }

    /// <summary>
    /// Warns of input errors that were not written, and of names in the conversion parameters that no item had an attribute of.
    /// </summary>
    protected override void EndProcessing()
    {
        _inputErrors?.Summarize(WriteWarning);
        WriteWarnings(_converter?.Warnings() ?? []);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _inputErrors?.Summarize(WarnAtTheEnd);
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The converter that the parameters ask for.</summary>
    private protected ItemConverter Converter => _converter ??= new ItemConverter(Parse("InvalidConversionParameter", CreateOptions));

    /// <summary>Reports inputs that the commands downstream don't get.</summary>
    private protected RepeatedErrors InputErrors => _inputErrors ??= RepeatedErrors.OfInput(this);

    /// <summary>Whether any of the parameters says how values are read.</summary>
    private protected bool SaysHowToRead =>
        AttributeType is not null || EmptyString is not null || NullValue is not null || Separator is not null || TypedHeader
        || Culture is not null || DateFormat is not null;

    /// <summary>True if -EmptyString and -NullValue take Remove, because there can be updates.</summary>
    private protected virtual bool TakesRemove => false;

    private ConversionOptions CreateOptions() => ConversionOptions.Create(
        AttributeType, EmptyString, NullValue, Separator, TypedHeader, DynamoDBJson, Culture, DateFormat, TakesRemove);
}
