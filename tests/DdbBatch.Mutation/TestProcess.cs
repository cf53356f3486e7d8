using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace DdbBatch.Mutation;

/// <summary>A process that runs test classes, again and again. It is started when it is needed.</summary>
/// <param name="folder">The folder with the built tests.</param>
internal sealed class TestProcess(string folder) : IDisposable
{
    /// <summary>Begins the line with the result of the tests: 0 if all have passed.</summary>
    public const string Mark = "@mutation ";

    /// <summary>The number that is no mutant.</summary>
    public const int NoMutant = -1;

    private const int PollMilliseconds = 10;

    // A mutant may wait for something that never happens. This is counted in polls, so that a time in which the whole machine
    // stands still is none. A process that waits uses a little processor time too.
    private const int MaxIdlePolls = 600;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private Process? _process;
    private string? _result;

    /// <summary>The processor time of all runs, in seconds.</summary>
    public double TotalSeconds { get; private set; }

    /// <summary>The file that receives the numbers of the probes when the process ends.</summary>
    public string ProbesPath => Path.Combine(folder, "probes.txt");

    /// <summary>Runs the tests of some classes, one after the other, until one fails.</summary>
    /// <param name="mutant">The number of the mutant.</param>
    /// <param name="classes">The full names of the classes.</param>
    /// <param name="limit">The processor time after which the process is ended.</param>
    /// <param name="seconds">The processor time, in seconds.</param>
    /// <returns>True if all tests passed, false if one failed, null if the tests did not come to an end.</returns>
    public bool? Run(int mutant, IEnumerable<string> classes, TimeSpan limit, out double seconds)
    {
        _process ??= Start();
        _result = null;
        TimeSpan before = ProcessorTime();
        string filters = string.Concat(classes.Select(name => $" -class {name}"));
        _process.StandardInput.WriteLine($"{mutant} -parallelMode none -stopOnFail -method- {TestClasses.WithServer}{filters}");
        bool hasEnded = Wait(before, limit, out TimeSpan used);
        seconds = used.TotalSeconds;
        TotalSeconds += seconds;
        string? result = Volatile.Read(ref _result);
        if (result is null)
            End(isKilled: true);
        return hasEnded ? result == "0" : null;
    }

    /// <summary>Ends the process, so that the next run has a fresh one.</summary>
    /// <param name="isKilled">True if it is not asked to end.</param>
    public void End(bool isKilled = false)
    {
        if (_process is null)
            return;
        if (isKilled)
            _process.Kill(entireProcessTree: true);
        else
            _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose() => End(isKilled: true);

    private Process Start()
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "DdbBatch.Core.Tests.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(TestProcess).Assembly.Location;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        start.Environment["DDBBATCH_SEED"] = "1";
        start.Environment["DDBBATCH_SIMULATIONS"] = start.Environment["DDBBATCH_FUZZ"] = "200";
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "temporary")).FullName;
        start.Environment[Probes.PathVariable] = ProbesPath;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Mark, StringComparison.Ordinal) == true)
                Volatile.Write(ref _result, line.Data[Mark.Length..]);
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // True once the tests or the process have ended.
    private bool Wait(TimeSpan before, TimeSpan limit, out TimeSpan used)
    {
        used = default;
        TimeSpan busy = default;
        for (int idle = 0; Volatile.Read(ref _result) is null && !_process!.WaitForExit(PollMilliseconds); idle++)
        {
            TimeSpan now = ProcessorTime() - before;
            used = now > used ? now : used;
            if (used - busy > Idle)
                (busy, idle) = (used, 0);
            if (used > limit || idle > MaxIdlePolls)
                return false;
        }

        TimeSpan last = ProcessorTime() - before;
        used = last > used ? last : used;
        return true;
    }

    // Zero if it has ended.
    private TimeSpan ProcessorTime()
    {
        try
        {
            return _process!.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return TimeSpan.Zero;
        }
    }
}
