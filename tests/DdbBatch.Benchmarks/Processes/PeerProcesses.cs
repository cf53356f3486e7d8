using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Items;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>The contenders of other runtimes, as far as the machine has these.</summary>
internal static class PeerProcesses
{
    private const string NodePackage = "@aws-sdk/client-dynamodb@3";

    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Contenders", "Peers");

    /// <summary>Starts those that can be; says of the others, loudly, that they are missing.</summary>
    /// <param name="options">The task.</param>
    /// <param name="folder">The folder for their input.</param>
    public static IEnumerable<ContenderProcess> Start(ContenderOptions options, string folder)
    {
        string items = Path.Combine(folder, $"items-{options.Shape}.jsonl");
        using (FileStream file = File.Create(items))
        {
            foreach (EncodedItem item in Music.Encoded(options.Shape))
            {
                file.Write(item.Json);
                file.WriteByte((byte)'\n');
            }
        }

        string endpoint = options.Endpoint.AbsoluteUri;
        string inFlight = options.InFlight.ToString(CultureInfo.InvariantCulture);
        if (TryStart("node and npm", () => new("node", Path.Combine(Scripts, "node.mjs"), endpoint, inFlight, items, NodePackages())) is { } node)
            yield return ContenderProcess.Of($"Node.js SDK v3, {options.InFlight} in flight", node);
        if (TryStart("python3 with boto3", () => new("python3", Path.Combine(Scripts, "batch_writer.py"), endpoint, items)) is { } boto3)
            yield return ContenderProcess.Of("boto3 batch_writer, 1 thread", boto3);
    }

    /// <summary>Starts boto3's scan; null, said loudly, if the machine does not have it.</summary>
    public static ContenderProcess? StartScan(ContenderOptions options) =>
        TryStart("python3 with boto3", () => new("python3", Path.Combine(Scripts, "scan.py"), options.Endpoint.AbsoluteUri)) is { } boto3
            ? ContenderProcess.Of("boto3 scan paginator, 1 thread", boto3)
            : null;

    private static ChildProcess? TryStart(string tool, Func<ChildProcess> start)
    {
        try
        {
            ChildProcess process = start();
            process.ReadLine();
            return process;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            Console.Error.WriteLine($"!!!! NOT COMPARED WITH: {tool} can't be used on this machine ({exception.Message}) !!!!");
            return null;
        }
    }

    // Installed once per user.
    private static string NodePackages()
    {
        string folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "DdbBatch.Benchmarks");
        if (Directory.Exists(Path.Combine(folder, "node_modules")))
            return folder;
        Directory.CreateDirectory(folder);
        using Process npm = Process.Start("npm", ["install", "--silent", "--ignore-scripts", "--prefix", folder, NodePackage]);
        npm.WaitForExit();
        return folder;
    }
}
