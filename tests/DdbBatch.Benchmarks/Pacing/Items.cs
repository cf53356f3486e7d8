using System.Globalization;
using System.Linq;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>Items of about 150 bytes in wire form: one WCU each.</summary>
internal static class Items
{
    public static readonly TableSchema Schema =
        new(ServeCommand.Table, [new KeyAttribute("Id", ScalarAttributeType.S)]);

    /// <summary>So many items of different keys.</summary>
    public static EncodedItem[] Encode(int count) => [.. Enumerable.Range(0, count).Select(Item)];

    public static string Id(int number) => number.ToString("D8", CultureInfo.InvariantCulture);

    private static EncodedItem Item(int number)
    {
        byte[] json = Encoding.UTF8.GetBytes(
            $$$"""{"Id":{"S":"{{{Id(number)}}}"},"Title":{"S":"{{{new string('t', 60)}}}"},"Year":{"N":"2026"}}""");
        return new EncodedItem(json, json.Length, ItemKeyReader.Read(json, Schema));
    }
}
