using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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
        // An idle host: everything loaded, nothing under way.
        contender.Write(Items(1, numbers[1]));
        GC.Collect();
        long idle = ResidentBytes();
        if (bool.Parse(arguments[3]))
            contender.Write(Items(numbers[0], numbers[1]));
        else
            contender.Drop(Items(numbers[0], numbers[1]));
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Weight(idle, process.PeakWorkingSet64), JsonSerializerOptions.Web));
    }

    private static long ResidentBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static IEnumerable<object> Items(int count, int textCharacters)
    {
        string text = new('t', textCharacters);
        for (int i = 0; i < count; i++)
        {
            yield return new Hashtable
            {
                ["Artist"] = string.Create(CultureInfo.InvariantCulture, $"Artist number {i % 1000}"),
                ["SongTitle"] = string.Create(CultureInfo.InvariantCulture, $"A song called {i}"),
                ["Album"] = "The album of songs",
                ["Year"] = 1950 + (i % 75),
                ["Price"] = 9.99m,
                ["Genre"] = text,
            };
        }
    }
}

/// <summary>What a process weighed.</summary>
/// <param name="IdleBytes">Resident, before.</param>
/// <param name="PeakBytes">Resident, at most.</param>
internal sealed record Weight(long IdleBytes, long PeakBytes)
{
    private const double Mega = 1024 * 1024;

    /// <summary>MB (1024 × 1024) above the idle host.</summary>
    public double AddedMegabytes => (PeakBytes - IdleBytes) / Mega;
}
