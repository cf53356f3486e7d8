using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace DdbBatch.Benchmarks.Conversion;

/// <summary>Inputs as scripts pipe them, of six attributes and about 150 bytes.</summary>
internal static class ConversionInputs
{
    private static readonly string[] Header = ["Artist", "SongTitle", "Album", "Year", "Price", "Genre"];

    /// <summary>Rows as Import-Csv makes them: all strings.</summary>
    public static object[] CsvRows(int count) => Make(count, i =>
    {
        PSObject row = new(Header.Length);
        object[] cells = Cells(i);
        for (int column = 0; column < Header.Length; column++)
        {
            string cell = Convert.ToString(cells[column], CultureInfo.InvariantCulture)!;
            row.Properties.Add(new PSNoteProperty(Header[column], cell), preValidated: true);
        }

        return row;
    });

    /// <summary>Hashtables as scripts write them: strings and numbers.</summary>
    public static object[] Hashtables(int count) => Make(count, i =>
    {
        Hashtable table = new(StringComparer.CurrentCultureIgnoreCase);
        object[] cells = Cells(i);
        for (int column = 0; column < Header.Length; column++)
            table[Header[column]] = cells[column];
        return table;
    });

    private static object[] Make(int count, Func<int, object> make)
    {
        object[] inputs = new object[count];
        for (int i = 0; i < count; i++)
            inputs[i] = make(i);
        return inputs;
    }

    private static object[] Cells(int i) =>
        [$"Artist number {i % 1000}", $"A song called {i}", $"The album of {i % 5000} songs", 1950 + (i % 75), 9.99m + (i % 10), "Progressive rock"];
}
