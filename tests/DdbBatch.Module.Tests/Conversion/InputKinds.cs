using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Data;
using System.Dynamic;
using System.Linq;
using System.Management.Automation;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>The kinds of objects that an item may come as, each with the attributes k and a.</summary>
internal static class InputKinds
{
    /// <summary>Makers of such an object, by name.</summary>
    public static IReadOnlyDictionary<string, Func<string, object?, object>> All { get; } =
        new Dictionary<string, Func<string, object?, object>>
        {
            ["Hashtable"] = (k, a) => new Hashtable { ["k"] = k, ["a"] = a },
            ["OrderedDictionary"] = (k, a) => new OrderedDictionary { ["a"] = a, ["k"] = k },
            ["Dictionary"] = (k, a) => new Dictionary<string, object?> { ["k"] = k, ["a"] = a },
            ["SortedDictionary"] = (k, a) => new SortedDictionary<string, object?> { ["k"] = k, ["a"] = a },
            ["ExpandoObject"] = Expando,
            ["IReadOnlyDictionary alone"] = (k, a) => new ReadOnlyEntries(k, a),
            ["PSCustomObject"] = (k, a) => TypeTable.Custom(("k", k), ("a", a)),
            ["PSCustomObject with a type name"] = Named,
            ["PSCustomObject with a script property"] = Scripted,
            ["Value in a PSObject"] = (k, a) => new Hashtable { ["k"] = k, ["a"] = a is null ? null : PSObject.AsPSObject(a) },
            ["Object with properties"] = (k, a) => new Holder { k = k, a = a },
            ["Object with fields"] = (k, a) => new Fields { k = k, a = a },
            ["Object with a note"] = Extended,
            ["DataRow"] = (k, a) => Row(k, a),
            ["DataRowView"] = (k, a) => Row(k, a).Table.DefaultView[0],
            ["IDataRecord"] = (k, a) => Row(k, a).Table.CreateDataReader().Cast<IDataRecord>().Single(),
        };

    /// <summary>A PowerShell class is another kind; only a script can define one.</summary>
    public const string PowerShellClass =
        "class Thing { [string]$k; [object]$a; hidden [string]$secret = 'x' }; "
        + "foreach ($pair in $args[0]) { $thing = [Thing]::new(); $thing.k = $pair.k; $thing.a = $pair.a; $thing }";

    private static ExpandoObject Expando(string k, object? a)
    {
        ExpandoObject expando = new();
        IDictionary<string, object?> entries = expando;
        entries["k"] = k;
        entries["a"] = a;
        return expando;
    }

    private static PSObject Named(string k, object? a)
    {
        PSObject custom = TypeTable.Custom(("k", k), ("a", a));
        custom.TypeNames.Insert(0, "Selected.Thing");
        return custom;
    }

    private static PSObject Scripted(string k, object? a)
    {
        PSObject custom = TypeTable.Custom(("k", k));
        custom.Properties.Add(new PSScriptProperty("a", ScriptBlock.Create(",$global:held[$this.k]")));
        return custom;
    }

    private static PSObject Extended(string k, object? a)
    {
        PSObject extended = PSObject.AsPSObject(new KeyOnly { k = k });
        extended.Properties.Add(new PSNoteProperty("a", a));
        return extended;
    }

    private static DataRow Row(string k, object? a)
    {
        DataTable table = new();
        table.Columns.Add("k", typeof(string));
        table.Columns.Add("a", typeof(object));
        table.Rows.Add(k, a);
        return table.Rows[0];
    }

#pragma warning disable IDE1006, CA1051 // The attributes' names.
    private sealed class KeyOnly
    {
        public string? k { get; set; }
    }

    private sealed class Holder
    {
        public string? k { get; set; }

        public object? a { get; set; }

        public string WriteOnly
        {
            set => k = value;
        }

        public string this[int index] => k![index].ToString();
    }

    private sealed class Fields
    {
        public string? k;
        public object? a;
    }
#pragma warning restore IDE1006, CA1051

    private sealed class ReadOnlyEntries(string key, object? value) : IReadOnlyDictionary<string, object?>
    {
        private readonly Dictionary<string, object?> _entries = new() { ["k"] = key, ["a"] = value };

        public IEnumerable<string> Keys => _entries.Keys;

        public IEnumerable<object?> Values => _entries.Values;

        public int Count => _entries.Count;

        public object? this[string key] => _entries[key];

        public bool ContainsKey(string key) => _entries.ContainsKey(key);

        public bool TryGetValue(string key, out object? value) => _entries.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
