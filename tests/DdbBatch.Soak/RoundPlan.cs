using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Soak;

/// <summary>The rows of a round: put, updated, inserted and deleted one after the other. Keys have several rows.</summary>
/// <param name="random">The origin of the rows.</param>
/// <param name="round">The number of the round.</param>
internal sealed class RoundPlan(Random random, int round)
{
    private const int Keys = 2000;
    private const int Puts = 1500;
    private const int Updates = 400;
    private const int Inserts = 250;
    private const int Deletes = 300;

    /// <summary>The keys to look up at the end of a round; some have no item.</summary>
    public static IEnumerable<int> KeysToGet => Enumerable.Range(0, 300).Select(number => 1 + (number * 8));

    /// <summary>Writes the input files, and does the same to the model.</summary>
    public void Write(string folder, TableModel model)
    {
        WriteItems(Path.Combine(folder, "puts.jsonl"), Puts, model.Put);
        WriteUpdates(Path.Combine(folder, "updates.csv"), model);
        WriteItems(Path.Combine(folder, "inserts.jsonl"), Inserts, (key, item) =>
        {
            if (!model.Has(key))
                model.Put(key, item);
        });
        int[] deleted = [.. Enumerable.Range(0, Deletes).Select(_ => Key())];
        File.WriteAllLines(Path.Combine(folder, "deletes.csv"), ["Id", .. deleted.Select(Text)]);
        Array.ForEach(deleted, model.Delete);
        File.WriteAllLines(Path.Combine(folder, "keys.csv"), ["Id", .. KeysToGet.Select(Text)]);
    }

    private void WriteItems(string path, int count, Action<int, IReadOnlyDictionary<string, string>> apply)
    {
        using StreamWriter file = new(path);
        for (int row = 0; row < count; row++)
        {
            int key = Key();
            Dictionary<string, string> item = Item(key, row);
            file.WriteLine($"{{\"Item\":{ItemText.Json(item)}}}");
            apply(key, item);
        }
    }

    private void WriteUpdates(string path, TableModel model)
    {
        using StreamWriter file = new(path);
        file.WriteLine("Id,Price,Stock,Label");
        for (int row = 0; row < Updates; row++)
        {
            int key = Key();
            string price = Text(random.Next(1000));
            string label = random.Next(2) == 0 ? "" : $"label {round} {row}";
            file.WriteLine($"{key},{price},{row},{label}");
            Dictionary<string, string> set = new() { ["Id"] = Number(Text(key)), ["Price"] = Number(price), ["Stock"] = Number(Text(row)) };
            // An empty cell is left out, and the attribute stays as it is.
            if (label.Length > 0)
                set["Label"] = $$"""{"S":"{{label}}"}""";
            model.Update(key, set);
        }
    }

    private Dictionary<string, string> Item(int key, int row)
    {
        Dictionary<string, string> item = new()
        {
            ["Id"] = Number(Text(key)),
            ["Round"] = Number(Text(round)),
            ["Row"] = Number(Text(row)),
            ["Price"] = Number($"{random.Next(1000)}.5"),
            ["Name"] = $$"""{"S":{{JsonSerializer.Serialize($"é \"{key}\" {new string('n', random.Next(200))}")}}}""",
        };
        if (random.Next(3) == 0)
            item["Tags"] = $$"""{"SS":["a","t{{row}}"]}""";
        if (random.Next(3) == 0)
            item["Deep"] = $$$$"""{"M":{"List":{"L":[{"N":"{{{{row}}}}"},{"NULL":true},{"BOOL":false}]}}}""";
        if (random.Next(3) == 0)
            item["Data"] = $$"""{"B":"{{Convert.ToBase64String([0, (byte)row, 255])}}"}""";
        return item;
    }

    private int Key() => random.Next(1, Keys + 1);

    private static string Number(string text) => $$"""{"N":"{{text}}"}""";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
