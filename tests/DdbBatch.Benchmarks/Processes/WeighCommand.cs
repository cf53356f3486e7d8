using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>A process that hosts PowerShell, writes items of a size, and says how much memory that took it.</summary>
internal sealed class WeighCommand : IBenchmark
{
    public string Name => "weigh";

    public string Summary => "Not a benchmark: the client process of memory. Arguments: ENDPOINT COUNT TEXT_CHARACTERS WRITES";

    public void Run(string[] arguments)
    {
        int[] numbers = [int.Parse(arguments[1], CultureInfo.InvariantCulture), int.Parse(arguments[2], CultureInfo.InvariantCulture)];
        using CommandContender contender = new(new(new Uri(arguments[0]), 16, ItemShape.Flat), TransportKind.Direct);
        bool writes = bool.Parse(arguments[3]);
        ChildProcess.Tell(Weight.Measure(() => contender.Write(Items(1, numbers[1])), Act));

        void Act()
        {
            if (writes)
                contender.Write(Items(numbers[0], numbers[1]));
            else
                contender.Drop(Items(numbers[0], numbers[1]));
        }
    }

    /// <summary>Numbered items, made one after the other.</summary>
    /// <param name="count">How many.</param>
    /// <param name="textCharacters">The length of a text in each.</param>
    /// <param name="first">The number of the first.</param>
    public static IEnumerable<object> Items(int count, int textCharacters, int first = 0)
    {
        string text = new('t', textCharacters);
        for (int i = first; i < first + count; i++)
        {
            yield return new Hashtable
            {
                ["Artist"] = string.Create(CultureInfo.InvariantCulture, $"Artist number {i % 1000}"),
                ["SongTitle"] = string.Create(CultureInfo.InvariantCulture, $"{NumberedSink.Song}{i}"),
                ["Album"] = "The album of songs",
                ["Year"] = 1950 + (i % 75),
                ["Price"] = 9.99m,
                ["Genre"] = text,
            };
        }
    }
}
