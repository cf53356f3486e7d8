using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace DdbBatch.Module.Tests;

/// <summary>
/// Runs in processes that are killed at random moments. DDBBATCH_KILLS says how many kills there are to be at least, DDBBATCH_SEED is
/// the seed of the first run, which a failure shows.
/// </summary>
/// <param name="Name">The runs in messages: <c>copies</c>.</param>
/// <param name="UsualKills">The kills without that variable.</param>
internal sealed record KillRuns(string Name, int UsualKills)
{
    private static readonly int Seed = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1 << 30);

    /// <summary>The kills that there are to be.</summary>
    public int Kills { get; } = Environment.GetEnvironmentVariable("DDBBATCH_KILLS") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : UsualKills;

    /// <summary>True if there are more than usual.</summary>
    public bool IsLong => Kills > UsualKills;

    /// <summary>
    /// Plays runs, several at a time, until there were that many kills. Usually one kill is enough: a run that none met proves nothing.
    /// </summary>
    /// <param name="atATime">How many run at a time.</param>
    /// <param name="play">Plays a run from its seed, and returns how often it was killed, and a note.</param>
    public async Task PlayAsync(int atATime, Func<int, Task<(int Kills, string Note)>> play)
    {
        int runs = 0;
        int kills = 0;
        do
        {
            (int Kills, string Note)[] some = await Task.WhenAll(Enumerable.Range(Seed + runs, atATime).Select(seed => PlayOneAsync(seed, play)));
            runs += some.Length;
            kills += some.Sum(run => run.Kills);
            // After each few: a run of hours can be followed, and says how far it came if it is ended.
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{runs} {Name} with {kills} kills, from seed {Seed}. {string.Join(" ", some.Select(run => run.Note).Where(note => note.Length > 0))}");
        }
        while (kills < (IsLong ? Kills : 1));
    }

    private async Task<(int Kills, string Note)> PlayOneAsync(int seed, Func<int, Task<(int Kills, string Note)>> play)
    {
        try
        {
            return await play(seed);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"With DDBBATCH_SEED={seed}{(IsLong ? $" DDBBATCH_KILLS={Kills}" : "")}", exception);
        }
    }
}
