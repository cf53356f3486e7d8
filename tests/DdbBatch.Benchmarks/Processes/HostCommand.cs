using System;
using System.Management.Automation;
using DdbBatch.TestKit;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>The PowerShell engine in a process of its own, for one script.</summary>
internal sealed class HostCommand : IBenchmark
{
    public string Name => "host";

    public string Summary => "Not a benchmark: runs the script of its argument in the hosted PowerShell engine.";

    public void Run(string[] arguments)
    {
        using PowerShellSession session = new(importModule: false);
        foreach (PSObject line in session.Invoke(arguments[0]).ThrowIfFailed().Output)
            Console.WriteLine(line);
    }
}
