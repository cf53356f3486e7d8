using System.Linq;

namespace DdbBatch.Benchmarks.Reporting;

/// <summary>How thoroughly to measure, and the folder for the results.</summary>
/// <param name="IsQuick">For a look: few and short rounds.</param>
/// <param name="Folder">The results' folder.</param>
internal sealed record SpeedOptions(bool IsQuick, string Folder)
{
    /// <summary>How often each contender is measured, in turns.</summary>
    public int Rounds { get; init; } = IsQuick ? 2 : 5;

    /// <summary>How long a warm contender is measured each time.</summary>
    public double RoundSeconds { get; init; } = IsQuick ? 1 : 2;

    /// <summary>How long it runs before that. The JIT is done then.</summary>
    public double WarmUpSeconds { get; init; } = IsQuick ? 3 : 10;

    /// <summary>Reads <c>--quick</c> and <c>--out FOLDER</c>.</summary>
    public static SpeedOptions Read(string[] arguments) => new(
        arguments.Contains("--quick"),
        arguments.SkipWhile(argument => argument != "--out").ElementAtOrDefault(1) ?? "out/speed");
}
