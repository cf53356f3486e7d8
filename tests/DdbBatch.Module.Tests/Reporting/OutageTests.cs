using System;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Reporting;

/// <summary>DynamoDB, or one table, can't be reached for a while.</summary>
public sealed class OutageTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private static readonly Fault Unavailable = new Fault.Error(503, "ServiceUnavailable", "Down");

    private readonly string _other = DynamoDbLocalFixture.UniqueTableName();
    private readonly TaskCompletionSource _reported = new();

    [Fact]
    public async Task The_bar_and_Verbose_say_what_fails_and_since_when()
    {
        // It ends once both have said so.
        UseProxy(request => request.IsBatchWrite && !_reported.Task.IsCompleted ? Unavailable : Fault.None);

        string[] verbose = Watch("1..30 | % { @{ Id = $_ } } | Write-DdbBatch -Verbose", Table);

        Assert.Contains(verbose, text => text.StartsWith($"Table '{Table}' takes items again, after ", StringComparison.Ordinal));
        Assert.Equal(30, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task So_they_do_while_a_later_table_cannot_be_described()
    {
        await Server.CreateTableAsync(_other, "Id:N");
        UseProxy(request => DescribesOther(request) && !_reported.Task.IsCompleted ? Unavailable : Fault.None);
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");

        Watch($"1..60 | % {{ @{{ Id = $_ }} }} | Write-DdbBatch -Table {{ if ($_.Id -le 30) {{ '{Table}' }} else {{ '{_other}' }} }} -Verbose", _other);

        Assert.Equal((30, 30), ((await ItemsAsync()).Count, (await Server.ScanAsync(_other)).Count));
    }

    [Theory]
    [InlineData("31..60 | % { @{ Id = $_ } } | Write-DdbBatch -Verbose", "BatchWriteItem", "Nothing could be written to", "takes items again")]
    [InlineData("Copy-DdbTable $table $other -EndpointUrl $endpoint -Verbose", "BatchWriteItem", "Nothing could be written to", "takes items again")]
    [InlineData("Copy-DdbTable $table $other -EndpointUrl $endpoint -Verbose", "Scan", "Nothing could be read from", "answers again")]
    public async Task An_outage_that_ends_just_before_the_run_is_reported_as_over(string script, string operation, string failing, string working)
    {
        await Server.CreateTableAsync(_other, "Id:N");
        Session.SetVariable("other", _other);
        Run("1..30 | % { @{ Id = $_ } } | Write-DdbBatch").ThrowIfFailed();
        // The requests that end the outage are answered right after the report, sooner than the next one is due.
        UseProxy(request => request.Operation != operation ? Fault.None
            : request.OperationNumber == 1 ? Unavailable : new Fault.Hold(_reported.Task, Fault.None));
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript(script, useLocalScope: false);
        shell.Streams.Verbose.DataAdded += (_, added) =>
        {
            if (shell.Streams.Verbose[added.Index].Message.StartsWith(failing, StringComparison.Ordinal))
                _reported.TrySetResult();
        };

        shell.Invoke();

        Assert.Empty(shell.Streams.Error);
        Assert.Single(shell.Streams.Verbose, record => record.Message.Contains($" {working}, after ", StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Moments
    {
        get
        {
            TheoryData<string, string> moments = [];
            foreach (string transport in new[] { "Direct", "Sdk" })
            {
                foreach (string fault in new[] { "503", "throttled", "500", "page", "login", "reset", "cut", "wrong", "expired" })
                    moments.Add(transport, fault);
            }

            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_temporary_error_in_describing_a_later_table_is_retried_silently(string transport, string name)
    {
        Fault fault = name switch
        {
            "503" => Unavailable,
            "throttled" => new Fault.Error(400, "ThrottlingException", "Slow down"),
            "500" => new Fault.Error(500, "InternalServerError", "Oops"),
            "page" => new Fault.NotFromDynamoDb(403, "<html>Denied by policy</html>"),
            "login" => new Fault.NotFromDynamoDb(200, "<html>Sign in</html>"),
            "reset" => new Fault.ResetBefore(),
            "cut" => new Fault.HalfAnswer(),
            "wrong" => new Fault.WrongCrc(),
            _ => new Fault.Error(400, "ExpiredTokenException", "Expired"),
        };
        await Server.CreateTableAsync(_other, "Id:N");
        int described = 0;
        UseProxy(request => DescribesOther(request) && ++described <= 3 ? fault : Fault.None);
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");

        PowerShellResult result = Run(
            $"1..60 | % {{ @{{ Id = $_ }} }} | Write-DdbBatch -Table {{ if ($_.Id -le 30) {{ '{Table}' }} else {{ '{_other}' }} }} -Transport {transport} -Summary").ThrowIfFailed();

        Assert.Empty(result.Warnings);
        Assert.Equal((60L, true), ((long)Single(result, "WriteSummary").Written, (bool)Single(result, "WriteSummary").Succeeded));
        Assert.Equal(4, described);
        Assert.Equal((30, 30), ((await ItemsAsync()).Count, (await Server.ScanAsync(_other)).Count));
    }

    private bool DescribesOther(ProxiedRequest request) =>
        request.Operation == "DescribeTable" && Encoding.UTF8.GetString(request.Body.Span).Contains(_other, StringComparison.Ordinal);

    // Runs a script during an outage that ends once the table's bar and -Verbose have reported it.
    private string[] Watch(string script, string table)
    {
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript(script, useLocalScope: false);
        shell.Streams.Progress.DataAdded += (_, _) => Look();
        shell.Streams.Verbose.DataAdded += (_, _) => Look();
        shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        Assert.Empty(shell.Streams.Warning);
        return [.. shell.Streams.Verbose.Select(record => record.Message)];

        void Look()
        {
            bool isInBar = shell.Streams.Progress.Any(record => record.Activity == $"Write-DdbBatch {table}"
                && Regex.IsMatch(record.StatusDescription, @", failing for \d+ s: ServiceUnavailable$"));
            bool isVerbose = shell.Streams.Verbose.Any(record => Regex.IsMatch(
                record.Message, $@"^Nothing could be written to table '{table}' for \d+ s\. The last error: ServiceUnavailable: Down\.$"));
            if (isInBar && isVerbose)
                _reported.TrySetResult();
        }
    }
}
