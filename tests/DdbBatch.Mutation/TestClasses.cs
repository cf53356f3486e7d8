using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace DdbBatch.Mutation;

/// <summary>Which test class reaches which probes, and how long it takes.</summary>
internal sealed class TestClasses
{
    /// <summary>A test that needs a server, which takes too long to start.</summary>
    public const string WithServer = "DdbBatch.Tests.Items.ItemWriterTests.Sizes_agree_with_DynamoDB_to_the_byte";

    // The other folders have tests that need servers, and so have these classes.
    private static readonly string[] Folders = ["Comparing", "Copying", "Items", "Pacing", "Protocol", "Simulation", "Storage", "Writing"];
    private static readonly string[] ClassesWithServer = ["WireSizeTests", "TableDescriptionTests", "ChangeCallTests"];

    // The start of a process, which is not needed for each run.
    private const double StartSeconds = 0.4;

    private static readonly TimeSpan Unlimited = TimeSpan.FromMinutes(5);

    private readonly List<(string Name, HashSet<int> Probes, double Seconds)> _classes = [];

    /// <summary>Runs each test class of a build with probes.</summary>
    /// <param name="folder">The folder with the built tests.</param>
    /// <param name="tests">Runs them.</param>
    public TestClasses(string folder, TestProcess tests)
    {
        foreach (string name in Names(folder))
        {
            File.Delete(tests.ProbesPath);
            bool? hasPassed = tests.Run(TestProcess.NoMutant, [name], Unlimited, out double seconds);
            tests.End();
            if (hasPassed != true)
            {
                // On a busy machine, tests that measure time may fail.
                Console.WriteLine($"left out, because it fails without a mutant: {name}");
                continue;
            }

            if (File.Exists(tests.ProbesPath))
                _classes.Add((name, [.. File.ReadLines(tests.ProbesPath).Select(int.Parse)], Math.Max(0.05, seconds - StartSeconds)));
        }
    }

    /// <summary>The classes that reach one of the probes, fast ones first.</summary>
    public (string Name, double Seconds)[] That(IEnumerable<int> probes) =>
        [.. _classes.Where(test => test.Probes.Overlaps(probes)).OrderBy(test => test.Seconds).Select(test => (test.Name, test.Seconds))];

    private static IEnumerable<string> Names(string folder)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "DdbBatch.Core.Tests.dll"), "-list", "classes"]) { RedirectStandardOutput = true };
        using Process list = Process.Start(start)!;
        string[] names = list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        list.WaitForExit();
        return names.Where(name => Folders.Any(folder => name.StartsWith($"DdbBatch.Tests.{folder}.", StringComparison.Ordinal)) && !ClassesWithServer.Contains(name.Split('.')[^1]));
    }
}
