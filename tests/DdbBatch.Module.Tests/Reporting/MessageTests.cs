using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Reporting;

/// <summary>-Verbose and -Debug.</summary>
public sealed class MessageTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Fact]
    public void Verbose_shows_the_phases()
    {
        IReadOnlyList<string> verbose = Run("1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Verbose").ThrowIfFailed().Verbose;

        Assert.Contains(verbose, line => line.StartsWith($"Table '{Table}': key Id (N), no index", StringComparison.Ordinal));
        Assert.Contains(verbose, line => Regex.IsMatch(line, @"^The input is complete: \d+ operations are still to be confirmed\.$"));
        Assert.Matches(@"^Done: 30 of 30 written in [\d.]+ s, 0 unprocessed, 0 unknown, 0 invalid\.$", verbose[^1]);
    }

    [Fact]
    public async Task Verbose_shows_the_measured_capacity_of_the_table()
    {
        await using CapacitySimulator simulator = new(TimeSpan.Zero, new SimulatedTable("Slow", "Id:N") { Capacity = 500 });
        UseEndpoint(simulator.Endpoint);

        IReadOnlyList<string> verbose = Run("1..1500 | % { @{ Id = $_ } } | Write-DdbBatch -Table Slow -Verbose").ThrowIfFailed().Verbose;

        Assert.Contains(verbose, line => Regex.IsMatch(line, @"^Table 'Slow' takes \d+ WCU/s\.$"));
        Assert.Contains(verbose, line => line.Contains("capacity 500 WCU/s", StringComparison.Ordinal));
    }

    [Fact]
    public void Verbose_shows_that_a_table_was_given_up()
    {
        UseProxy(request => request.IsBatchWrite ? new Fault.Error(400, "ResourceNotFoundException", "gone") : Fault.None);

        Failure failure = RunToFailure("@{ Id = 1 } | Write-DdbBatch -Verbose");

        Assert.Contains($"Table '{Table}' is given up: ResourceNotFoundException.", failure.Before.Verbose);
    }

    [Theory]
    [InlineData("1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Debug")]
    [InlineData("@{ Id = 1 }, @{ No = 1 } | Write-DdbBatch -Verbose -Debug")]
    [InlineData("1..3 | % { @{ Id = $_ } } | Remove-DdbBatch -Debug -WhatIf")]
    [InlineData("@{ Id = 1 } | ConvertTo-DdbJson -Table $table -EndpointUrl $endpoint -Debug")]
    [InlineData("'{\"n\":{\"N\":\"1234567890123456789012345678901234567.5\"}}' | ConvertFrom-DdbJson -Debug")]
    public void Debug_asks_nothing(string script)
    {
        using System.IO.StringWriter shown = new();
        ConsoleHost host = new(shown, shown);
        using PowerShellSession session = new(host: host);
        session.SetVariable("table", Table);
        session.SetVariable("endpoint", Server.Endpoint.AbsoluteUri);
        session.Invoke("$PSDefaultParameterValues['*-DdbBatch:EndpointUrl'] = $endpoint; $PSDefaultParameterValues['*-DdbBatch:Table'] = $table");

        session.Show(script);

        Assert.Empty(host.Questions);
        Assert.DoesNotContain("User asked", shown.ToString());
    }

    [Fact]
    public void Debug_shows_each_request()
    {
        FaultProxy proxy = UseProxy(request => request is { IsBatchWrite: true, OperationNumber: 1 } ? new Fault.Error(400, "ThrottlingException", "slower") : Fault.None);

        string[] debug = Debug("1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Debug");

        Assert.Matches($@"^DescribeTable {Table}: \d+ ms\.$", debug[0]);
        Assert.Equal(proxy.BatchWrites.Count, debug.Length - 1);
        Assert.Contains(debug, line => Regex.IsMatch(line, $@"^BatchWriteItem {Table}: 25 operations, \d+ bytes: 400 ThrottlingException, \d+ ms, request id [0-9A-F]{{32}}\.$"));
        Assert.Contains(debug, line => Regex.IsMatch(line, $@"^BatchWriteItem {Table}: \d+ operations, \d+ bytes: \d+ written, 0 unprocessed, \d+ WCU, \d+ ms, request id [0-9A-Za-z-]+\.$"));
        Assert.Equal(proxy.BatchWrites.Sum(request => (long)request.Body.Length), debug.Skip(1).Sum(line => long.Parse(Regex.Match(line, @"(\d+) bytes").Groups[1].Value)));
    }

    [Fact]
    public void Without_them_nothing_is_shown()
    {
        PowerShellResult result = Run("1..30 | % { @{ Id = $_ } } | Write-DdbBatch").ThrowIfFailed();

        Assert.Empty(result.Verbose);
        Assert.Empty(Debug("1..30 | % { @{ Id = $_ } } | Write-DdbBatch"));
    }

    [Fact]
    public void No_value_of_an_attribute_is_in_any_of_it()
    {
        const string secret = "correct horse battery staple";
        // DynamoDB's messages may name values.
        UseProxy(request => request is { IsBatchWrite: true, OperationNumber: 1 or 2 } ? new Fault.Error(400, "ThrottlingException", secret) : Fault.None);
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript($"1..60 | % {{ @{{ Id = $_; Secret = '{secret}' }} }} | Write-DdbBatch -Verbose -Debug");

        shell.Invoke();

        string[] told =
        [
            .. shell.Streams.Verbose.Select(record => record.Message),
            .. shell.Streams.Debug.Select(record => record.Message),
            .. shell.Streams.Progress.Select(record => record.ToString()),
            .. shell.Streams.Information.Select(record => record.ToString()),
        ];
        Assert.NotEmpty(told);
        Assert.DoesNotContain(told, line => line.Contains("horse", StringComparison.Ordinal));
    }

    private string[] Debug(string script)
    {
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript(script);
        shell.Invoke();
        return [.. shell.Streams.Debug.Select(record => record.Message)];
    }
}
