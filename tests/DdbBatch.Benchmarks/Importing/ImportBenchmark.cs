using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using DdbBatch.TestKit;

namespace DdbBatch.Benchmarks.Importing;

/// <summary>
/// How long Import-Module takes, beside an empty binary module: in fresh processes of pwsh, one after the other in turns,
/// measured within each.
/// </summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int DefaultRounds = 15;
    private const double LimitMs = 60;

    private const string EmptyModule =
        """
        Add-Type -OutputAssembly 'PATH' -TypeDefinition '
            [System.Management.Automation.Cmdlet("Get", "Nothing")]
            public sealed class GetNothingCommand : System.Management.Automation.PSCmdlet { }'
        """;

    private const string TimedImport =
        """
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Import-Module 'PATH'
        $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
        """;

    public string Name => "module";

    public string Summary => "Import-Module beside that of an empty binary module, in fresh processes: module [rounds]";

    public void Run(string[] arguments)
    {
        int rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultRounds;
        string folder = Directory.CreateTempSubdirectory("DdbBatch.Benchmarks").FullName;
        try
        {
            Measure(Path.Combine(folder, "Empty.dll"), rounds);
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

    private static void Measure(string empty, int rounds)
    {
        Execute(EmptyModule.Replace("PATH", empty, StringComparison.Ordinal));
        double[] emptyMs = new double[rounds];
        double[] oursMs = new double[rounds];
        // One of each comes first, for the disk's cache.
        for (int round = -1; round < rounds; round++)
        {
            double first = TimeImport(empty);
            double second = TimeImport(Checkout.Manifest);
            if (round >= 0)
                (emptyMs[round], oursMs[round]) = (first, second);
        }

        double difference = Median(oursMs) - Median(emptyMs);
        Console.WriteLine(FormattableString.Invariant($"Import-Module, ms, of {rounds} fresh processes each   median   least    most"));
        Print("an empty binary module", emptyMs);
        Print("DdbBatch", oursMs);
        Console.WriteLine(FormattableString.Invariant(
            $"DdbBatch takes {difference:0.0} ms longer: {(difference <= LimitMs ? "within" : "OVER")} the limit of {LimitMs} ms."));
    }

    private static void Print(string name, double[] ms) =>
        Console.WriteLine(FormattableString.Invariant($"{name,-48} {Median(ms),8:0.0} {ms.Min(),7:0.0} {ms.Max(),7:0.0}"));

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static double TimeImport(string module) => double.Parse(
        Execute(TimedImport.Replace("PATH", module, StringComparison.Ordinal)), CultureInfo.InvariantCulture);

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
}
