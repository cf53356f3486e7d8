namespace DdbBatch.Benchmarks;

/// <summary>One thing to measure, run by its name.</summary>
internal interface IBenchmark
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The subject of the measurement, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures, and writes a table.</summary>
    /// <param name="arguments">The command line's rest.</param>
    void Run(string[] arguments);
}
