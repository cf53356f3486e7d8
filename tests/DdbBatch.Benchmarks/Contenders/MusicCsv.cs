using System;
using System.Collections;
using System.IO;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>A CSV file of many songs.</summary>
internal static class MusicCsv
{
    /// <summary>Writes a file; no key is in it twice.</summary>
    /// <returns>Its path.</returns>
    public static string Create(string folder, int rows)
    {
        string path = Path.Combine(folder, "music.csv");
        using StreamWriter writer = new(path);
        writer.WriteLine("Artist,SongTitle,Album,Year,Price,Genre");
        Hashtable[] items = Music.Hashtables(ItemShape.Flat);
        for (int row = 0; row < rows; row++)
        {
            Hashtable item = items[row % items.Length];
            writer.WriteLine(FormattableString.Invariant(
                $"{item["Artist"]},\"A song called {row}\",{item["Album"]},{item["Year"]},{item["Price"]},{item["Genre"]}"));
        }

        return path;
    }
}
