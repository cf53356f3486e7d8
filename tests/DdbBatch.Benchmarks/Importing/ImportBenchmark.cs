using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using DdbBatch.Benchmarks.Processes;

namespace DdbBatch.Benchmarks.Importing;

/// <summary>
/// How long Import-Module takes, beside an empty binary module, with a manifest and without: in fresh processes of pwsh, one after
/// the other in turns, measured within each. Reading any manifest takes longer than all else.
/// </summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int DefaultRounds = 15;
    private const double LimitMs = 30;

    private const string EmptyModule =
        """
        Add-Type -OutputAssembly 'PATH' -TypeDefinition '
            [System.Management.Automation.Cmdlet("Get", "Nothing")]
            public sealed class GetNothingCommand : System.Management.Automation.PSCmdlet { }'
        New-ModuleManifest ([IO.Path]::ChangeExtension('PATH', 'psd1')) -NestedModules 'PATH' -CmdletsToExport Get-Nothing `
            -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
        """;

    private const string TimedImport =
        """
        $process = [System.Diagnostics.Process]::GetCurrentProcess()
        $cpu = $process.TotalProcessorTime
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Import-Module 'PATH'
        $elapsed = $watch.Elapsed
        $process.Refresh()
        ($elapsed, ($process.TotalProcessorTime - $cpu)).TotalMilliseconds.ForEach{ $_.ToString([cultureinfo]::InvariantCulture) }
        """;

    public string Name => "module";

    public string Summary => "Import-Module beside that of an empty binary module, in fresh processes: module [rounds]";

    public void Run(string[] arguments)
    {
        int rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultRounds;
        string folder = Directory.CreateTempSubdirectory("DdbBatch.Benchmarks").FullName;
        try
        {
            using PackagedModule package = new();
            Measure(Path.Combine(folder, "Empty.dll"), package.Manifest, rounds);
        }
        catch (Win32Exception)
        {
            Console.WriteLine("There is no pwsh on this machine: nothing was measured.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string empty, string manifest, int rounds)
    {
        Execute(EmptyModule.Replace("PATH", empty, StringComparison.Ordinal));
        (string Name, string Path, List<Import> Imports)[] modules =
        [
            ("an empty binary module", empty, []),
            ("the same with a manifest", Path.ChangeExtension(empty, "psd1"), []),
            ("DdbBatch", manifest, []),
        ];
        // One of each comes first, for the disk's cache.
        for (int round = -1; round < rounds; round++)
        {
            foreach ((_, string path, List<Import> imports) in modules)
            {
                Import import = TimeImport(path);
                if (round >= 0)
                    imports.Add(import);
            }
        }

        Console.WriteLine(FormattableString.Invariant($"Import-Module, ms, of {rounds} fresh processes each  median   least    most  CPU (median)"));
        foreach ((string name, _, List<Import> imports) in modules)
            Print(name, imports);
        double ours = Median(modules[2].Imports, import => import.Ms);
        double difference = ours - Median(modules[1].Imports, import => import.Ms);
        Console.WriteLine(FormattableString.Invariant(
            $"DdbBatch takes {ours - Median(modules[0].Imports, import => import.Ms):0.0} ms longer than an empty binary module, and {difference:0.0} ms longer than one with a manifest: {(difference <= LimitMs ? "within" : "OVER")} the limit of {LimitMs} ms."));
        Console.WriteLine("On a machine that does something else too, the CPU time tells more.");
    }

    private static void Print(string name, List<Import> imports) => Console.WriteLine(FormattableString.Invariant(
        $"{name,-47} {Median(imports, import => import.Ms),8:0.0} {imports.Min(import => import.Ms),7:0.0} {imports.Max(import => import.Ms),7:0.0} {Median(imports, import => import.CpuMs),13:0.0}"));

    private static double Median(List<Import> imports, Func<Import, double> figure) =>
        imports.Select(figure).Order().ElementAt(imports.Count / 2);

    private static Import TimeImport(string module)
    {
        double[] figures = [.. Execute(TimedImport.Replace("PATH", module, StringComparison.Ordinal))
            .Split('\n').Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        return new Import(figures[0], figures[1]);
    }

    private static string Execute(string script)
    {
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"pwsh ended with exit code {process.ExitCode}: {output}");
    }

    private readonly record struct Import(double Ms, double CpuMs);
}
