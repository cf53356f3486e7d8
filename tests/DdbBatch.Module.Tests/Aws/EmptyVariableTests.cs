using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>An empty environment variable is one that isn't set. (PowerShell keeps it since 7.5, .NET since 9.)</summary>
public sealed class EmptyVariableTests(DynamoDbLocalFixture dynamoDb)
{
    private static readonly string[] OfAws =
    [
        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "AWS_DEFAULTS_MODE", "AWS_RETRY_MODE",
        "AWS_MAX_ATTEMPTS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_ACCOUNT_ID",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE", "AWS_AUTH_SCHEME_PREFERENCE", "AWS_SIGV4A_SIGNING_REGION_SET",
        "AWS_ENABLE_ENDPOINT_DISCOVERY", "AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION",
        "AWS_DISABLE_REQUEST_COMPRESSION", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "AWS_S3_USE_ARN_REGION",
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "AWS_SDK_UA_APP_ID", "AWS_EXECUTION_ENV", "AWS_CSM_ENABLED", "AWS_CSM_PORT",
    ];

    private static readonly string[] OfProxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"];

    // The names of AWS's own endpoints are only given to the proxy, which refuses to connect to them.
    private const string EachAlone =
        """
        $manifest, $names, $table, $endpoint = $args
        Import-Module $manifest -ErrorAction Stop
        $keys = @{ AccessKey = 'A'; SecretKey = 's'; Region = 'eu-west-1'; Table = $table; ErrorAction = 'Stop' }
        foreach ($name in $names.Split(',')) {
            [Environment]::SetEnvironmentVariable($name, '')
            if ([Environment]::GetEnvironmentVariable($name) -ne '') { "$name is not kept" }
            try { @{ Id = 'a' } | Write-DdbBatch @keys -KeyName Id } catch { "DynamoDB $($_.FullyQualifiedErrorId) $_" }
            [Environment]::SetEnvironmentVariable($name, '')
            try { @{ Id = 'a' } | Start-DdbBulkLoad @keys -EndpointUrl $endpoint -S3Uri s3://bucket/x } catch { "S3 $($_.FullyQualifiedErrorId) $_" }
        }
        [Environment]::SetEnvironmentVariable('AWS_ENDPOINT_URL', '')
        try { @{ Id = 'a' } | Write-DdbBatch -Table $table -ProfileName role -KeyName Id -ErrorAction Stop } catch { "STS $($_.FullyQualifiedErrorId) $_" }
        """;

    [Fact]
    public async Task Each_alone_leaves_the_endpoints_that_the_region_has()
    {
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:S");
        await using RefusingProxy proxy = new(502);
        using AwsHome home = HomeWithFiles();
        home.Add(proxy.Environment);

        string[] output = await DotnetProcess.RunScriptAsync(
            home.Environment, EachAlone, Checkout.Manifest, string.Join(',', OfAws), table, server.Endpoint.AbsoluteUri);

        Assert.Equal(
            Enumerable.Repeat("DynamoDB,S3", OfAws.Length).Append("STS"),
            output.Chunk(2).Select(pair => string.Join(',', pair.Select(line => line.Split(' ')[0]))));
        Assert.All(output, line => Assert.True(line.Contains("502", StringComparison.Ordinal), line));
        Assert.Equal(
            ["bucket.s3.eu-west-1.amazonaws.com:443", "dynamodb.eu-west-1.amazonaws.com:443", "sts.eu-north-1.amazonaws.com:443"],
            proxy.Targets.Distinct().Order());
    }

    [Fact]
    public async Task All_together_leave_the_default_profile_of_the_usual_files()
    {
        // Windows reads the home folder from the user profile, not from a variable.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The home folder can't be set.");
        const string script =
            """
            Import-Module $args[0] -ErrorAction Stop
            @{ Id = 'a' } | Write-DdbBatch -Table $args[1] -EndpointUrl $args[2] -ErrorAction Stop
            """;
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:S");
        await using FaultProxy proxy = new(server.Endpoint, _ => Fault.None);
        using AwsHome home = HomeWithFiles();
        home.Add(OfAws.Concat(OfProxies).Select(name => KeyValuePair.Create(name, "")));

        await DotnetProcess.RunScriptAsync(home.Environment, script, Checkout.Manifest, table, proxy.Endpoint.AbsoluteUri);

        Assert.Equal(new Signature("AKIADEFAULT", "eu-north-1", null), Signature.Of(Assert.Single(proxy.BatchWrites)));
    }

    private static AwsHome HomeWithFiles()
    {
        AwsHome home = new();
        home.Write(".aws/config", """
            [default]
            region = eu-north-1
            [profile role]
            role_arn = arn:aws:iam::123456789012:role/Loader
            source_profile = default
            region = eu-north-1

            """);
        home.Write(".aws/credentials", "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n");
        return home;
    }
}
