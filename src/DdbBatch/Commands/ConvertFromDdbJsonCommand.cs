using System;
using System.Management.Automation;
using System.Text;
using DdbBatch.Conversion;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Commands;

/// <summary>
/// Converts DynamoDB JSON to objects. Numbers become Int32, Int64, Decimal or BigInteger, or DdbBatch.ExactNumber if none of
/// these holds the number exactly; they are never rounded. Sets become HashSets, binary becomes byte arrays.
/// </summary>
/// <example>
/// <code>'{"Artist":{"S":"Ana"},"Year":{"N":"1999"}}' | ConvertFrom-DdbJson</code>
/// <para>Converts an item to an object.</para>
/// </example>
/// <example>
/// <code>
/// $answer = '{"Items":[{"Artist":{"S":"Ana"}},{"Artist":{"S":"Zo\u00eb"}}],"Count":2}' | ConvertFrom-Json
/// $answer.Items | ConvertFrom-DdbJson
/// </code>
/// <para>Converts the items of a response, such as the AWS CLI prints, to objects.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Write-DdbBatch -Table Music -UnprocessedVariable left
/// $left | Where-Object DynamoDBJson | ForEach-Object DynamoDBJson | ConvertFrom-DdbJson
/// </code>
/// <para>Shows the items that were not written, as they would have been sent.</para>
/// </example>
/// <example>
/// <code>@{ Year = 1999; Tags = 'jazz', 'live' } | ConvertTo-DdbJson | ConvertFrom-DdbJson -AsHashtable</code>
/// <para>Shows a stored object as it is read back, as a hashtable.</para>
/// </example>
[Cmdlet(VerbsData.ConvertFrom, "DdbJson")]
[OutputType(typeof(PSObject), typeof(System.Collections.Hashtable))]
public sealed class ConvertFromDdbJsonCommand : ModuleCommand
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly JsonTexts _texts = new();
    private readonly InputExpander _expander = new();
    private ItemConverter? _shapes;
    private DdbJsonReader? _reader;
    private RepeatedErrors? _inputErrors;
    private long _position;

    /// <summary>
    /// Items in DynamoDB JSON: text, with one item per line or one item over several lines; nested hashtables and
    /// objects in that shape; or AWS AttributeValue maps.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// Outputs hashtables instead of PSCustomObjects. Use it for items whose attribute names differ only in case.
    /// </summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    private DdbJsonReader Reader => _reader ??= new DdbJsonReader(AsHashtable);

    private RepeatedErrors InputErrors => _inputErrors ??= RepeatedErrors.OfInput(this);

    private ItemConverter Shapes => _shapes ??= new ItemConverter(ConversionOptions.Create(dynamoDBJson: true));

    /// <inheritdoc/>
    protected override void ProcessRecord() => _expander.Expand(InputObject, Convert);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_texts.Rest is { Length: > 0 } rest)
            Write(rest, () => Encode(rest));
        _inputErrors?.Summarize(WriteWarning);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _inputErrors?.Summarize(WarnAtTheEnd);
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Convert(object? input)
    {
        if ((input is PSObject wrapped ? wrapped.BaseObject : input) is not string line)
        {
            Write(input, () => Shapes.ConvertItem(input, schema: null).Json);
            return;
        }

        foreach (string text in _texts.Add(line))
            Write(text, () => Encode(text));
    }

    // Half a surrogate pair would become another character.
    private static byte[] Encode(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw ItemErrors.InvalidSurrogate(new ItemPath(), text, exception.Index);
        }
    }

    private void Write(object? input, Func<byte[]> encode)
    {
        _position++;
        try
        {
            WriteObject(Reader.Read(encode()));
        }
        catch (ItemException exception)
        {
            InputErrors.ReportRead(Errors.InvalidItem(exception, _position, input));
        }
    }
}
