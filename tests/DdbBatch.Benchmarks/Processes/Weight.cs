using System;
using System.Diagnostics;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>The resources that a process used.</summary>
/// <param name="IdleBytes">Resident, before.</param>
/// <param name="PeakBytes">Resident, at most.</param>
internal sealed record Weight(long IdleBytes, long PeakBytes)
{
    private const double Mega = 1024 * 1024;

    /// <summary>Weighs this process.</summary>
    /// <param name="warmUp">Has everything loaded.</param>
    /// <param name="act">The measured action.</param>
    public static Weight Measure(Action warmUp, Action act)
    {
        // An idle host: everything loaded, nothing under way.
        warmUp();
        GC.Collect();
        using Process idle = Process.GetCurrentProcess();
        long idleBytes = idle.WorkingSet64;
        act();
        using Process process = Process.GetCurrentProcess();
        return new Weight(idleBytes, process.PeakWorkingSet64);
    }

    /// <summary>MB (1024 × 1024) above the idle host.</summary>
    public double AddedMegabytes => (PeakBytes - IdleBytes) / Mega;
}
