using System;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>A proxy that the environment prescribes.</summary>
public sealed class ProxyTests(DynamoDbLocalFixture dynamoDb)
{
    private static readonly string[] Variables = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

    private const string Write =
        """
        $manifest, $endpoint = $args
        Import-Module $manifest -ErrorAction Stop
        $to = @{ Table = 'Music'; KeyName = 'Id'; AccessKey = 'A'; SecretKey = 's'; Region = 'eu-west-1'; RetryTimeoutSec = 1; ErrorAction = 'Stop' }
        if ($endpoint) { $to.EndpointUrl = $endpoint }
        foreach ($transport in 'Direct', 'Sdk') {
            try { @{ Id = 'a' } | Write-DdbBatch @to -Transport $transport } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
        }
        """;

    [Theory]
    [InlineData("HTTPS_PROXY", 407, "")]
    [InlineData("https_proxy", 502, "https://dynamodb.invalid")]
    [InlineData("ALL_PROXY", 403, "")]
    public async Task One_that_refuses_the_tunnel_is_named_with_its_status_and_its_variable(string variable, int status, string endpoint)
    {
        await using RefusingProxy proxy = new(status);

        string[] errors = await RunAsync(variable, proxy, endpoint);

        Assert.Equal(2, errors.Length);
        Assert.All(errors, error =>
        {
            Assert.StartsWith($"EndpointUnreachable: Nothing can be written at {(endpoint is "" ? "eu-west-1 (-Region)" : $"{endpoint} (-EndpointUrl)")}: ProxyFailed: ", error);
            Assert.Contains($"'{status}'", error);
            Assert.EndsWith($" Requests go through the proxy {proxy.Endpoint.GetLeftPart(UriPartial.Authority)} ({variable}).", error);
        });
    }

    [Theory]
    [InlineData("HTTP_PROXY", 407)]
    [InlineData("http_proxy", 403)]
    public async Task One_that_answers_for_an_endpoint_without_TLS_is_named_with_its_status_and_its_variable(string variable, int status)
    {
        await using RefusingProxy proxy = new(status);

        string[] errors = await RunAsync(variable, proxy, "http://dynamodb.invalid:8000");

        Assert.Equal(2, errors.Length);
        Assert.All(errors, error =>
        {
            Assert.Contains($"HTTP status {status}. That isn't an answer of DynamoDB.", error);
            Assert.Contains($" Requests go through the proxy {proxy.Endpoint.GetLeftPart(UriPartial.Authority)} ({variable}).", error);
        });
        Assert.Equal(["http://dynamodb.invalid:8000/"], proxy.Targets.Distinct());
    }

    [Theory]
    [InlineData("http_proxy", "http://dynamodb.invalid:8000")]
    [InlineData("https_proxy", "https://dynamodb.invalid")]
    public async Task One_that_resets_connections_is_named(string variable, string endpoint)
    {
        await using RefusingProxy proxy = new(status: null);

        string[] errors = await RunAsync(variable, proxy, endpoint);

        Assert.Equal(2, errors.Length);
        Assert.All(errors, error => Assert.Contains(
            $" Requests go through the proxy {proxy.Endpoint.GetLeftPart(UriPartial.Authority)} ({variable}).", error));
    }

    [Fact]
    public async Task An_endpoint_on_this_machine_is_reached_without_it()
    {
        const string script =
            """
            $manifest, $table, $server, $s3 = $args
            Import-Module $manifest -ErrorAction Stop
            $port = ([uri]$server).Port
            foreach ($transport in 'Direct', 'Sdk') {
                foreach ($hostName in '127.0.0.1', 'localhost') {
                    @{ Id = "$transport $hostName" } | Write-DdbBatch -Table $table -EndpointUrl "http://${hostName}:$port" -Transport $transport -ErrorAction Stop
                }
            }
            try { @{ Id = 'bulk' } | Start-DdbBulkLoad -Table $table -S3Uri s3://bucket/x -EndpointUrl $server -S3EndpointUrl $s3 -ErrorAction Stop }
            catch { "$_" }
            """;
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:S");
        await using RefusingProxy proxy = new(502);
        await using RefusingProxy s3 = new(403);
        using AwsHome home = new();
        home.Add(proxy.Environment);

        string[] output = await DotnetProcess.RunScriptAsync(
            home.Environment, script, Checkout.Manifest, table, server.Endpoint.AbsoluteUri, s3.Endpoint.AbsoluteUri);

        Assert.Equal(4, (await server.ScanAsync(table)).Count);
        Assert.DoesNotContain("proxy", Assert.Single(output));
        Assert.NotEmpty(s3.Targets);
        Assert.Empty(proxy.Targets);
    }

    private static async Task<string[]> RunAsync(string variable, RefusingProxy proxy, string endpoint)
    {
        using AwsHome home = new();
        foreach (string name in Variables)
            home.Environment[name] = null;
        home.Environment[variable] = proxy.Endpoint.AbsoluteUri;
        return await DotnetProcess.RunScriptAsync(home.Environment, Write, Checkout.Manifest, endpoint);
    }
}
