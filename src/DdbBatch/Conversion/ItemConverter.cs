using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// Converts PowerShell objects to items: one walk over the object, directly to wire format. It must be used on one thread
/// only, the pipeline's.
/// </summary>
internal sealed partial class ItemConverter : IAttributeVisitor
{
    private readonly ItemWriter _writer = new();
    private readonly ConversionOptions _options;
    private readonly ValueResolver _resolver = new();
    private readonly ValueWriter _values;
    private readonly HintedValueWriter _hinted;
    private readonly DdbShapeWriter _ddbShapes;
    private readonly Dictionary<TableSchema, AttributeReadings> _bySchema = [];
    private readonly AttributeReadings _withoutSchema;
    private readonly Func<string, string?> _adviseMissing;
    private readonly AttributeRefusals _refusals = new();
    private AttributeReadings _readings;
    private bool _takesKeyOnly;
    private IReadOnlyCollection<string> _alsoTaken = [];
    private List<string>? _removed;
    private bool _hasItem;

    /// <summary>Creates a converter with the user's settings.</summary>
    public ItemConverter(ConversionOptions options)
    {
        _options = options;
        _values = new ValueWriter(_writer, _resolver, options);
        _hinted = new HintedValueWriter(_writer, _resolver, _values, options.Formats);
        _ddbShapes = new DdbShapeWriter(_writer, _resolver, _values);
        _readings = _withoutSchema = new AttributeReadings(null, options);
        _adviseMissing = name => MissingKey.Advice(name, _readings.Names());
    }

    /// <summary>
    /// Returns warnings about names in the parameters that no item had an attribute of; none if there was no item.
    /// </summary>
    public IEnumerable<string> Warnings() => _hasItem ? _options.Unmatched.Warnings() : [];

    /// <summary>Converts an item.</summary>
    /// <param name="input">An object with named values.</param>
    /// <param name="schema">The table's keys, which the item must have and whose types strings are converted to; or
    /// null.</param>
    /// <exception cref="ItemException">The input breaks a rule.</exception>
    public EncodedItem ConvertItem(object? input, TableSchema? schema) => Convert(input, schema, takesKeyOnly: false);

    /// <summary>Converts an object that has the key's attributes, and perhaps others, to a key.</summary>
    /// <param name="input">An object with named values.</param>
    /// <param name="schema">The table's keys.</param>
    /// <exception cref="ItemException">The input breaks a rule.</exception>
    public EncodedItem ConvertKey(object? input, TableSchema schema) => ConvertKey(input, schema, []);

    /// <summary>Converts the key of an object, with some of its other attributes if it has them.</summary>
    /// <param name="input">An object with named values.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="also">The names of those attributes.</param>
    /// <exception cref="ItemException">The input breaks a rule.</exception>
    public EncodedItem ConvertKey(object? input, TableSchema schema, IReadOnlyCollection<string> also)
    {
        _alsoTaken = also;
        return Convert(input, schema, takesKeyOnly: true);
    }

    /// <summary>Converts an object to an update of an item.</summary>
    /// <param name="input">An object with named values.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="removed">The names of the attributes that are removed (-EmptyString Remove, -NullValue Remove).</param>
    /// <returns>The key with the attributes that are set.</returns>
    /// <exception cref="ItemException">The input breaks a rule.</exception>
    public EncodedItem ConvertUpdate(object? input, TableSchema schema, out IReadOnlyList<string> removed)
    {
        _removed = [];
        try
        {
            EncodedItem item = Convert(input, schema, takesKeyOnly: false);
            removed = _removed;
            return item;
        }
        finally
        {
            _removed = null;
        }
    }

    private EncodedItem Convert(object? input, TableSchema? schema, bool takesKeyOnly)
    {
        _takesKeyOnly = takesKeyOnly;
        _readings = FindReadings(schema);
        _readings.BeginItem();
        _refusals.Clear();
        _writer.BeginItem();
        try
        {
            if (input is UnreadableInput unreadable)
                throw ConversionErrors.ReadFailed(_writer.Path, unreadable.Exception);
            EncodedItem item = input is DdbItem imported
                ? ConvertImported(imported, schema, takesKeyOnly)
                : ConvertObject(input, schema);
            if (!_refusals.Any)
                return item;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException && (exception is not ItemException || _refusals.Any))
        {
            // Enumerators and getters run the input's own code, which may throw anything.
            _refusals.AddLast(exception as ItemException ?? ConversionErrors.ReadFailed(_writer.Path, exception));
        }

        throw _refusals.ToError();
    }

    // Nothing if attributes were refused.
    private EncodedItem EndItem(TableSchema? schema)
    {
        _hasItem = true;
        if (!_refusals.Any)
            return _writer.EndItem(schema, _adviseMissing);
        CheckKey(schema);
        return default;
    }

    // A key attribute that was refused is not missing.
    private void CheckKey(TableSchema? schema)
    {
        IReadOnlyList<string> names = _readings.Names();
        KeyAttribute? missing = schema?.KeyAttributes.FirstOrDefault(key => !names.Contains(key.Name));
        if (missing is not null)
            throw ItemErrors.KeyMissing(schema!, missing.Name, _adviseMissing(missing.Name));
    }

    private EncodedItem ConvertObject(object? input, TableSchema? schema)
    {
        // A dictionary is always treated as one, and needs no shape.
        if ((input is PSObject wrapped ? wrapped.BaseObject : input) is IDictionary dictionary)
            DictionaryAttributes.Visit(dictionary, this);
        else
            VisitObject(_resolver.Resolve(input));
        return EndItem(schema);
    }

    private void VisitObject(in ResolvedValue value)
    {
        if (!_values.VisitAttributes(value, this))
            throw ConversionErrors.UnsupportedInput(value.Value);
    }

    private AttributeReadings FindReadings(TableSchema? schema)
    {
        if (schema is null || ReferenceEquals(schema, _readings.Schema))
            return schema is null ? _withoutSchema : _readings;
        if (!_bySchema.TryGetValue(schema, out AttributeReadings? readings))
            _bySchema[schema] = readings = new AttributeReadings(schema, _options);
        return readings;
    }
}
