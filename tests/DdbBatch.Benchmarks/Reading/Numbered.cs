using System.Globalization;
using System.Text;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>A table of a million items whose keys are numbers.</summary>
internal static class Numbered
{
    public const string Table = "Numbered";

    public const int Count = 1_000_000;

    /// <summary>Creates it.</summary>
    /// <param name="readCapacity">Its RCU per second.</param>
    public static SimulatedTable CreateTable(double readCapacity) => new(Table, "Id:N")
    {
        Capacity = 1,
        ReadCapacity = readCapacity,
        Generated = new GeneratedItems(Count, position => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"Id":{"N":"{{{position}}}"},"Artist":{"S":"Artist number {{{position % 1000}}}"},"SongTitle":{"S":"A song called {{{position}}}"},"Album":{"S":"The album of songs"},"Year":{"N":"{{{1950 + (position % 75)}}}"},"Price":{"N":"9.99"}}
            """))),
    };
}
