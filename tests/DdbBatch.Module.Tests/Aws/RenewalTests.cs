using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Identity;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>Credentials that end before the run does.</summary>
public sealed class RenewalTests(DynamoDbLocalFixture dynamoDb)
{
    [Fact]
    public async Task A_role_whose_keys_end_is_assumed_again_in_the_same_run()
    {
        const string script =
            """
            Import-Module $args[0] -ErrorAction Stop
            1..100 | ForEach-Object { @{ Id = "$_" } } |
                Write-DdbBatch -Table $args[1] -ProfileName role -EndpointUrl $args[2] -ThrottleLimit 1 -ErrorAction Stop
            """;
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:S");
        await using IdentityServer identity = new(TimeSpan.FromHours(1));
        await using FaultProxy proxy = new(server.Endpoint, request =>
            request.IsBatchWrite && request.OperationNumber > 1 && Signature.Of(request).AccessKey == identity.Issued[0].AccessKey
                ? new Fault.Error(400, "ExpiredTokenException", "The security token included in the request is expired")
                : Fault.None);
        using AwsHome home = new();
        home.Add(identity.Environment);
        home.Write(".aws/credentials", "[keys]\naws_access_key_id = AKIAOFKEYS\naws_secret_access_key = s\n");
        home.Write(
            ".aws/config",
            "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/Loader\nsource_profile = keys\nregion = eu-central-1\n");

        await DotnetProcess.RunScriptAsync(
            home.Environment, script, Checkout.Manifest, table, proxy.Endpoint.AbsoluteUri);

        string[] keys = [.. proxy.BatchWrites.Select(request => Signature.Of(request).AccessKey)];
        string[] issued = [.. identity.Issued.Select(keys => keys.AccessKey)];
        Assert.Equal([issued[0], issued[0], issued[1], issued[1], issued[1]], keys);
        Assert.All(proxy.BatchWrites, request => Assert.Equal(
            identity.Issued.Single(issued => issued.AccessKey == Signature.Of(request).AccessKey).SessionToken,
            Signature.Of(request).SessionToken));
        Assert.Equal(100, (await server.ScanAsync(table)).Count);
    }

    // Nothing says how long the last keys are valid: DynamoDB refuses them after the first request.
    private const string ProcessScript =
        """
        Import-Module $args[0] -ErrorAction Stop
        $to = @{ Table = $args[1]; ProfileName = 'process'; EndpointUrl = $args[2]; ThrottleLimit = 1; RetryTimeoutSec = $args[3] }
        $failure = 'none'
        try { 1..100 | ForEach-Object { @{ Id = "$_" } } | Write-DdbBatch @to -SummaryVariable s -ErrorAction SilentlyContinue }
        catch { $failure = $_.FullyQualifiedErrorId.Split(',')[0] }
        "$($s.Written) written, $($s.Unprocessed) unprocessed, $($s.Unknown) unknown, error $failure"
        """;

    [Fact]
    public async Task A_process_that_fails_for_good_is_started_a_few_times_and_what_was_not_sent_is_unprocessed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is a script of sh.");

        (string[] output, int starts) = await RunWithProcessAsync(failures: 1_000_000, retryTimeout: 3);

        Assert.Equal(["25 written, 75 unprocessed, 0 unknown, error RetryTimeout"], output);
        Assert.InRange(starts, 2, 6);
    }

    [Fact]
    public async Task A_process_that_fails_for_a_moment_loses_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is a script of sh.");

        (string[] output, int starts) = await RunWithProcessAsync(failures: 2, retryTimeout: 300);

        Assert.Equal(["100 written, 0 unprocessed, 0 unknown, error none"], output);
        Assert.Equal(4, starts);
    }

    private async Task<(string[] Output, int Starts)> RunWithProcessAsync(int failures, int retryTimeout)
    {
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:S");
        await using FaultProxy proxy = new(server.Endpoint, request =>
            request.IsBatchWrite && request.OperationNumber > 1 && Signature.Of(request).AccessKey == "ASIAPROCESS1"
                ? new Fault.Error(400, "ExpiredTokenException", "The security token included in the request is expired")
                : Fault.None);
        using AwsHome home = new();
        string starts = home.Write("starts", "");
        string process = home.Write("process.sh", $$"""
            echo start >> {{starts}}
            n=$(wc -l < {{starts}})
            if [ $n -gt 1 ] && [ $n -le $(({{failures}} + 1)) ]; then echo 'Vault is sealed' >&2; exit 3; fi
            echo "{\"Version\":1,\"AccessKeyId\":\"ASIAPROCESS$n\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
            """.ReplaceLineEndings("\n"));
        home.Write(".aws/config", $"[profile process]\ncredential_process = sh {process}\nregion = eu-central-1\n");

        string[] output = await DotnetProcess.RunScriptAsync(
            home.Environment, ProcessScript, Checkout.Manifest, table, proxy.Endpoint.AbsoluteUri, $"{retryTimeout}");

        return (output, (await File.ReadAllLinesAsync(starts)).Length);
    }
}
