using System;
using System.Collections.Generic;

namespace DdbBatch.Tests.Simulation;

/// <summary>Random numbers (SplitMix64) that are the same on every machine for the same seed.</summary>
internal sealed class Dice
{
    private ulong _state;

    public Dice(ulong seed, ulong stream = 0) => _state = Mix(seed) ^ Mix(stream + 0x632BE59BD9B4E019);

    public ulong NextSeed() => Mix(_state += 0x9E3779B97F4A7C15);

    public double NextDouble() => (NextSeed() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from 0 up to, but not including, <paramref name="count"/>.</summary>
    public int Next(int count) => (int)(NextDouble() * count);

    public int Between(int least, int most) => least + Next(most - least + 1);

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(params IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    public TimeSpan Time(TimeSpan most) => TimeSpan.FromTicks((long)(NextDouble() * (most.Ticks + 1)));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
