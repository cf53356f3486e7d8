using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using DdbBatch.Benchmarks.Pacing;
using DdbBatch.TestKit;

namespace DdbBatch.Benchmarks.Files;

/// <summary>
/// Import-DdbItem against Import-Csv before Write-DdbBatch, into a server that only counts, and Export-DdbItem against Export-Csv
/// and ConvertTo-Json: in new processes of pwsh, in turns. Also measures the memory for a fifth of the rows and for twice as many: with the default settings, with which .NET
/// keeps garbage that fits the processor's cache, and with a small gen 0 (DOTNET_GCgen0size).
/// </summary>
internal sealed class FilesBenchmark : IBenchmark
{
    private const int DefaultRows = 1_000_000;
    private const int Rounds = 3;
    private const double MostGrowth = 0.05;

    private const string Timed =
        """
        $ErrorActionPreference = 'Stop'
        Import-Module 'MANIFEST'
        $idle = [System.Diagnostics.Process]::GetCurrentProcess().WorkingSet64
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        COMMAND
        $ms = $watch.Elapsed.TotalMilliseconds
        $process = [System.Diagnostics.Process]::GetCurrentProcess()
        [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2} {3} {4}', $ms, $process.TotalProcessorTime.TotalSeconds,
            $process.PeakWorkingSet64, $idle, [GC]::GetTotalMemory($true))
        """;

    public string Name => "files";

    public string Summary => "Import-DdbItem | Write-DdbBatch beside Import-Csv | Write-DdbBatch, and exports: files [rows]";

    public void Run(string[] arguments)
    {
        int rows = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultRows;
        string folder = Directory.CreateTempSubdirectory("DdbBatch.Benchmarks").FullName;
        try
        {
            using ServerProcess server = new("sink");
            string file = WriteFile(folder, rows);
            CompareSpeed(file, server.Endpoint, rows);
            CompareExports(file, rows);
            CompareMemory(folder, server.Endpoint, rows);
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

    private static void CompareSpeed(string file, string endpoint, int rows)
    {
        Measurement[] csv = new Measurement[Rounds];
        Measurement[] items = new Measurement[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            csv[round] = Measure(Load("Import-Csv", file, endpoint));
            items[round] = Measure(Load("Import-DdbItem", file, endpoint));
        }

        Console.WriteLine(FormattableString.Invariant($"{rows} rows, medians of {Rounds} fresh processes each       s   CPU s     MB"));
        Print("Import-Csv | Write-DdbBatch", csv);
        Print("Import-DdbItem | Write-DdbBatch", items);
        Console.WriteLine(FormattableString.Invariant($"Import-DdbItem: {Median(csv, m => m.Seconds) / Median(items, m => m.Seconds):0.00} times as fast"));
    }

    // Each reads the same file, with the reader that is usual for it.
    private static void CompareExports(string file, int rows)
    {
        (string Name, string Command)[] exports =
        [
            ("Import-Csv | Export-Csv", $"Import-Csv '{file}' | Export-Csv '{file}.out.csv'"),
            ("Import-Csv | ConvertTo-Json -Compress, by line",
                $"Import-Csv '{file}' | ForEach-Object {{ ConvertTo-Json $_ -Compress }} | Set-Content '{file}.out.jsonl'"),
            .. new[] { "csv", "jsonl", "jsonl.gz" }.Select(extension => (
                $"Import-DdbItem | Export-DdbItem x.{extension}", $"Import-DdbItem '{file}' | Export-DdbItem '{file}.out.{extension}'")),
        ];
        Measurement[][] all = [.. exports.Select(_ => new Measurement[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < exports.Length; i++)
                all[i][round] = Measure(exports[i].Command);
        }

        Console.WriteLine(FormattableString.Invariant($"{rows} rows to a file, medians of {Rounds} fresh processes each"));
        for (int i = 0; i < exports.Length; i++)
            Print(exports[i].Name, all[i]);
    }

    private static void CompareMemory(string folder, string endpoint, int rows)
    {
        string[] files = [WriteFile(folder, rows / 5), WriteFile(folder, rows * 2)];
        foreach (string? youngBytes in new[] { null, "0x1000000" })
        {
            Console.WriteLine($"Import-DdbItem | Write-DdbBatch, {(youngBytes is null ? "as it is" : "16 MB of young garbage at most")}");
            double[] peaks = [.. files.Select(file => MeasureMemory(file, endpoint, youngBytes))];
            double growth = (peaks[1] / peaks[0]) - 1;
            Console.WriteLine(FormattableString.Invariant(
                $"{growth:0.0 %} more for ten times the rows: {(growth <= MostGrowth ? "within" : "OVER")} the limit of {MostGrowth:0 %}"));
        }
    }

    private static double MeasureMemory(string file, string endpoint, string? youngBytes)
    {
        Measurement[] all = [.. Enumerable.Range(0, Rounds).Select(_ => Measure(Load("Import-DdbItem", file, endpoint), youngBytes))];
        double peak = Median(all, m => m.PeakMB);
        Console.WriteLine(FormattableString.Invariant(
            $"{Path.GetFileName(file),-20} {peak,6:0.0} MB at most, {Median(all, m => m.PeakMB - m.IdleMB):0.0} above the idle host; {Median(all, m => m.HeldMB):0.0} MB are held at the end"));
        return peak;
    }

    private static void Print(string name, Measurement[] all) => Console.WriteLine(FormattableString.Invariant(
        $"{name,-44} {Median(all, m => m.Seconds),7:0.00} {Median(all, m => m.CpuSeconds),7:0.00} {Median(all, m => m.PeakMB),6:0}"));

    private static double Median(Measurement[] all, Func<Measurement, double> select) => all.Select(select).Order().ElementAt(all.Length / 2);

    private static string WriteFile(string folder, int rows)
    {
        string path = Path.Combine(folder, FormattableString.Invariant($"music{rows}.csv"));
        using StreamWriter file = new(path);
        file.WriteLine("Id,Artist,SongTitle,AlbumTitle,Genre,Year");
        for (int i = 0; i < rows; i++)
            file.WriteLine(FormattableString.Invariant($"{i:x8},Artist {i % 997},Song number {i},\"Album, {i % 7919}\",Genre {i % 23},{1950 + (i % 75)}"));
        return path;
    }

    private static string Load(string reader, string file, string endpoint) =>
        $"$summary = {reader} '{file}' | Write-DdbBatch -Table Music -EndpointUrl '{endpoint}' -Summary; "
        + "if (-not $summary.Succeeded) { throw \"$summary\" }";

    private static Measurement Measure(string command, string? youngBytes = null)
    {
        string script = Timed.Replace("MANIFEST", Checkout.Manifest, StringComparison.Ordinal)
            .Replace("COMMAND", command, StringComparison.Ordinal);
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_GCgen0size"] = youngBytes;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double[] numbers = [.. output.Trim().Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new Measurement(numbers[0] / 1000, numbers[1], numbers[2] / 1e6, numbers[3] / 1e6, numbers[4] / 1e6);
    }

    private sealed record Measurement(double Seconds, double CpuSeconds, double PeakMB, double IdleMB, double HeldMB);
}
