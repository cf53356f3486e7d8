using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>Measures contenders in turns, so that what else the machine does falls on all alike.</summary>
internal static class Rounds
{
    /// <summary>Warms each up, then measures each, round after round.</summary>
    public static Dictionary<string, List<Sample>> InTurns(IReadOnlyList<ContenderProcess> contenders, SpeedOptions options)
    {
        foreach (ContenderProcess contender in contenders)
        {
            Console.Error.WriteLine($"  warming up {contender.Name}");
            contender.Measure(options.WarmUpSeconds);
        }

        Dictionary<string, List<Sample>> samples = contenders.ToDictionary(contender => contender.Name, _ => new List<Sample>());
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach (ContenderProcess contender in contenders)
                samples[contender.Name].Add(contender.Measure(options.RoundSeconds));
        }

        return samples;
    }
}
