using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.WindowsPowerShell;

/// <summary>
/// The netstandard2.0 build runs: the tests of the engine, and a load through the AWS SDK, on .NET Framework itself on Windows
/// and on mono elsewhere.
/// </summary>
public sealed class FrameworkTests(DynamoDbLocalFixture dynamoDb)
{
    [Fact]
    public async Task The_engine_and_a_load_through_the_SDK_work_on_NET_Framework()
    {
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        await using FaultProxy endpoint = new(server.Endpoint, FaultProxy.Unprocessed(0.3));

        string[] lines = await RunAsync(endpoint.Endpoint);

        string summary = Assert.Single(lines, line => line.Contains("Total:"));
        TestContext.Current.SendDiagnosticMessage(summary);
        Assert.Contains("Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", summary);
    }

    private static async Task<string[]> RunAsync(Uri endpoint)
    {
        string[] command = OperatingSystem.IsWindows() ? [BuildFacts.FrameworkTests] : ["mono", BuildFacts.FrameworkTests];
        ProcessStartInfo start = new(command[0], [.. command[1..], "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (KeyValuePair<string, string> variable in new Dictionary<string, string>
        {
            [DynamoDbLocal.EndpointVariable] = endpoint.AbsoluteUri,
            // mono takes twenty times as long for them.
            ["DDBBATCH_SIMULATIONS"] = "500",
        })
            start.Environment[variable.Key] = variable.Value;
        using Process process = Start(start);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{await errors}{output}");
        return [.. output.Split('\n').Select(line => line.Trim())];
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception) when (!OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no mono (Debian: apt-get install mono-complete), so the build for Windows PowerShell did not run.");
            throw;
        }
    }
}
