using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Conversion;

namespace DdbBatch.Commands;

/// <summary>A cmdlet whose input becomes items, by rules that the user may set.</summary>
public abstract class ItemInputCommand : ConnectedCommand
{
    private ItemConverter? _converter;

    /// <summary>
    /// How values are read, by attribute name: @{ Year = 'N'; Tags = 'SS'; Extra = 'M'; Photo = 'B'; ExpiresAt = 'Epoch';
    /// Junk = 'Ignore' }. The types are S, N, B (base64), BOOL, NULL, SS, NS, BS, L, M, Epoch (a time as number of whole
    /// seconds since 1970, as TTL wants it) and Ignore (leave the attribute out). Sets and lists are read from a JSON
    /// array, or cut by -Separator. Names may have wildcards; an exact name counts first, then one in other letter case,
    /// then the longest pattern. Without it strings stay strings, except in key attributes, which take the key's type.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? AttributeType { get; set; }

    /// <summary>
    /// What becomes of empty strings: Keep (default), Null (NULL), or Omit (leave the attribute out); or by attribute
    /// name: @{ GenreKey = 'Omit' }. In lists an empty string keeps its place.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EnumCompleter<EmptyStringHandling>))]
    public object? EmptyString { get; set; }

    /// <summary>
    /// What becomes of $null: Null (NULL, default) or Omit (leave the attribute out); or by attribute name:
    /// @{ GenreKey = 'Omit' }. In lists $null keeps its place.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EnumCompleter<NullHandling>))]
    public object? NullValue { get; set; }

    /// <summary>
    /// What separates the members of a list or set in one string: '|', or by attribute name: @{ Tags = '|' }. It counts
    /// for attributes that -AttributeType makes L, SS, NS or BS.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Separator { get; set; }

    /// <summary>Reads a name such as Year:N as the attribute Year of type N. The types are those of -AttributeType.</summary>
    [Parameter]
    public SwitchParameter TypedHeader { get; set; }

    /// <summary>
    /// The input's values are in DynamoDB JSON shape, as @{ Year = @{ N = '1999' } }. It is never guessed: without this
    /// switch such a value becomes a map.
    /// </summary>
    [Parameter]
    public SwitchParameter DynamoDBJson { get; set; }

    /// <summary>The converter that the parameters ask for.</summary>
    private protected ItemConverter Converter => _converter ??= new ItemConverter(CreateOptions());

    /// <summary>Whether any of the parameters says how values are read.</summary>
    private protected bool SaysHowToRead =>
        AttributeType is not null || EmptyString is not null || NullValue is not null || Separator is not null || TypedHeader;

    private ConversionOptions CreateOptions()
    {
        try
        {
            return ConversionOptions.Create(
                AttributeType, EmptyString, NullValue, Separator, TypedHeader, DynamoDBJson);
        }
        catch (ArgumentException exception)
        {
            ThrowTerminatingError(Errors.Parameter("InvalidConversionParameter", exception.Message));
            throw;
        }
    }
}
