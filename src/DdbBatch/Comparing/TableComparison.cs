using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reading;

namespace DdbBatch.Comparing;

/// <summary>
/// Compares a table with the objects of the pipeline or with a reference table. The reference items are looked up in the
/// table; with -Full, the keys of the table are then looked up in the reference.
/// </summary>
internal sealed class TableComparison : IDisposable
{
    private readonly ModuleCommand _cmdlet;
    private readonly CompareOptions _options;
    private readonly ComparedAttributes _attributes;
    private TableSide? _table;
    private TableSide? _reference;
    private ComparePass? _pass;

    /// <param name="cmdlet">Gets output and messages.</param>
    /// <param name="options">The options.</param>
    public TableComparison(ModuleCommand cmdlet, CompareOptions options)
    {
        _cmdlet = cmdlet;
        _options = options;
        _attributes = new ComparedAttributes(options.Property, options.ExcludeProperty);
        Results = new CompareResults(cmdlet, options);
    }

    /// <summary>The outcome so far.</summary>
    public CompareResults Results { get; }

    private TableSide Table => _table ??= _options.OpenTable();

    private TableSide Reference => _reference ??= _options.OpenReference();

    /// <summary>Begins to compare items with the table.</summary>
    /// <exception cref="ReadParameterException">-KeyName is invalid.</exception>
    public ComparePass Begin()
    {
        LookupTarget target = Target(Table, _options.KeyName, _options.Property ?? []);
        _pass = new ComparePass(_cmdlet, target, Table.Transport, _options, _attributes, Results);
        Results.Lookups.Add(_pass);
        return _pass;
    }

    /// <summary>Compares all items of the reference table with the table.</summary>
    public void CompareReference()
    {
        CheckTables();
        ComparePass pass = Begin();
        // The whole items are read, because they are in the output.
        Read(Reference, isKeyOnly: false, pass.Submit, pass);
        pass.Finish();
    }

    /// <summary>Finds the items of the table that the reference lacks.</summary>
    public void FindExtra()
    {
        if (_options.ReferenceName is null)
        {
            TableSchema schema = Table.Description.Schema;
            KeySelector keys = new(schema);
            Read(Table, isKeyOnly: true, json => AddIfExtra(keys.Select(json.Span), schema), null);
            return;
        }

        LookupTarget target = Target(Reference, null, Reference.Description.Schema.KeyAttributes.Select(key => key.Name));
        ExtraPass pass = new(_cmdlet, target, Reference.Transport, _options.Lookup, Results);
        Results.Lookups.Add(pass);
        Read(Table, isKeyOnly: true, pass.Submit, pass);
        pass.Finish();
    }

    /// <summary>Ends the comparison after everything was compared.</summary>
    public void Complete()
    {
        Results.Complete();
        if (Results.DuplicateKeys > 0)
            _cmdlet.WriteWarning(CompareErrors.Duplicates(Results.DuplicateKeys));
        if (Results.IsEmpty)
            _cmdlet.WriteWarning(CompareErrors.Empty);
        _cmdlet.WriteWarnings(_attributes.Unseen.Names.Select(CompareErrors.Unseen));
        _cmdlet.WriteVerbose($"Done: {Results.Summarize()}.");
    }

    /// <summary>Ends the comparison; no request is left in flight.</summary>
    public void Dispose()
    {
        Results.Reads.ForEach(read => read.Dispose());
        Results.Lookups.ForEach(lookup => lookup.Dispose());
        _table?.Dispose();
        _reference?.Dispose();
    }

    private void AddIfExtra(in EncodedItem key, TableSchema schema)
    {
        if (_pass?.Seen.Contains(key.Key) != true)
            Results.AddExtra(new KeyLookup(position: 0, key, input: null), schema);
    }

    private void Read(TableSide side, bool isKeyOnly, Action<ReadOnlyMemory<byte>> take, LookupSession? lookups)
    {
        ReadRequest request = new() { Table = side.Table, IsKeyOnly = isKeyOnly, IsConsistent = _options.Read.IsConsistent };
        ReadSession read = new(_cmdlet, request, _options.Read, side.Connection, side.Transport, side.Description, take)
        {
            OnWaiting = lookups is null ? null : lookups.Report,
        };
        Results.Reads.Add(read);
        read.ReadItems(long.MaxValue);
    }

    private LookupTarget Target(TableSide side, object? keyName, IEnumerable<string> names)
    {
        LookupTarget target = LookupTarget.Find(side.Table, side.Connection.Endpoint, keyName, () => side.Description);
        return (target with { IsConsistent = _options.Read.IsConsistent }).With(Projected(names.ToArray()));
    }

    // A name with a brace in it cannot be written as a path; all attributes are read then.
    private static string[] Projected(string[] names) =>
        names.Any(name => name.IndexOfAny(['{', '}']) >= 0) ? [] : [.. names.Select(name => $"{{{name}}}")];

    private void CheckTables()
    {
        if (Table.Place.IsSame(Reference.Place))
            _cmdlet.ThrowTerminatingError(CompareErrors.SameTable(_options.TableName, _options.ReferenceName!));
        TableSchema keys = Table.Description.Schema;
        TableSchema referenceKeys = Reference.Description.Schema;
        if (keys.KeyDescription != referenceKeys.KeyDescription)
            _cmdlet.ThrowTerminatingError(CompareErrors.KeysDiffer(_options.TableName, keys, _options.ReferenceName!, referenceKeys));
    }
}
