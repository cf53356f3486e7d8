using System.Text.Json;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>What a contender did in a span of time.</summary>
/// <param name="Items">Items that were confirmed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="CpuSeconds">Processor time of the client's process, user and system.</param>
/// <param name="Bytes">Bytes that its .NET allocated; null where it is another runtime.</param>
internal sealed record Sample(long Items, double Seconds, double CpuSeconds, long? Bytes)
{
    public double ItemsPerSecond => Items / Seconds;

    public double CpuSecondsPerMillion => CpuSeconds / Items * 1e6;

    public double? BytesPerItem => (double?)Bytes / Items;

    public static Sample Parse(string json) => JsonSerializer.Deserialize<Sample>(json, JsonSerializerOptions.Web)!;
}
