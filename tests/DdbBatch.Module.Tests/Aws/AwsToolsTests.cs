using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>Beside AWS.Tools with an AWS SDK of its own: its session is ours, and so are its credentials objects.</summary>
public sealed class AwsToolsTests(DynamoDbLocalFixture dynamoDb)
{
    private const string Script =
        """
        $manifest, $decoy, $order, $table, $endpoint = $args
        $modules = if ($order -eq 'AWS.Tools first') { $decoy, $manifest } else { $manifest, $decoy }
        Import-Module $modules[0] -ErrorAction Stop
        Import-Module $modules[1] -ErrorAction Stop
        $to = @{ Table = $table; EndpointUrl = $endpoint; ErrorAction = 'Stop' }
        @{ Id = 'before' } | Write-DdbBatch @to

        Set-AWSCredential -AccessKey AKIASESSION -SecretKey s
        Set-DefaultAWSRegion eu-south-1
        @{ Id = 'session' } | Write-DdbBatch @to
        @{ Id = 'profile' } | Write-DdbBatch @to -ProfileName keys
        $temporary = New-AWSCredential -AccessKey ASIAGIVEN -SecretKey s -SessionToken tokenGiven
        @{ Id = 'given' } | Write-DdbBatch @to -Credential $temporary -Region us-west-1
        @{ Id = 'region' } | Write-DdbBatch @to -Region (Get-DefaultAWSRegion)
        $role = New-AWSCredential -Renewing -AccessKey ASIARENEWED -SecretKey s -SessionToken tokenRenewed
        1..100 | ForEach-Object { @{ Id = "renewed $_" } } | Write-DdbBatch @to -Credential $role
        & { Set-AWSCredential -AccessKey AKIASCOPE -SecretKey s; @{ Id = 'scope' } | Write-DdbBatch @to }

        Remove-Module AWS.Tools.Common
        @{ Id = 'removed' } | Write-DdbBatch @to
        foreach ($assembly in [System.AppDomain]::CurrentDomain.GetAssemblies()) {
            if ($assembly.GetName().Name -eq 'AWSSDK.Core') { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name }
        }
        """;

    [Theory]
    [InlineData(3, "AWS.Tools first")]
    [InlineData(3, "DdbBatch first")]
    [InlineData(4, "AWS.Tools first")]
    [InlineData(4, "DdbBatch first")]
    public async Task Its_session_and_its_objects_are_taken(int sdkMajorVersion, string order)
    {
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(table, "Id:S");
        await using FaultProxy proxy = new(server.Endpoint, Expire("ASIARENEWED1"));
        using AwsHome home = new();
        home.Write(".aws/credentials", "[keys]\naws_access_key_id = AKIAOFKEYS\naws_secret_access_key = s\n");
        home.Environment["AWS_ACCESS_KEY_ID"] = "AKIAENV";
        home.Environment["AWS_SECRET_ACCESS_KEY"] = "s";
        home.Environment["AWS_REGION"] = "us-west-2";

        string[] output = await DotnetProcess.RunScriptAsync(
            home.Environment, Script, Checkout.Manifest, BuildFacts.AwsToolsDecoy(sdkMajorVersion), order, table, proxy.Endpoint.AbsoluteUri);

        Assert.Equal(["DdbBatch", "Default"], output.Order());
        Dictionary<string, Signature> signatures = proxy.BatchWrites.Where(request => request.Fault is Fault.PassThrough)
            .SelectMany(request => Signature.ItemIds(request).Select(id => (id, Signature.Of(request)))).ToDictionary();
        Assert.Equal(new Signature("AKIAENV", "us-west-2", null), signatures["before"]);
        Assert.Equal(new Signature("AKIASESSION", "eu-south-1", null), signatures["session"]);
        Assert.Equal(new Signature("AKIAOFKEYS", "eu-south-1", null), signatures["profile"]);
        Assert.Equal(new Signature("ASIAGIVEN", "us-west-1", "tokenGiven"), signatures["given"]);
        Assert.Equal(new Signature("AKIASESSION", "eu-south-1", null), signatures["region"]);
        Assert.Equal(new Signature("AKIASCOPE", "eu-south-1", null), signatures["scope"]);
        // Its variable outlives it, but only it can read that.
        Assert.Equal(new Signature("AKIAENV", "eu-south-1", null), signatures["removed"]);
        Assert.All(
            Enumerable.Range(1, 100),
            number => Assert.Equal(new Signature("ASIARENEWED2", "eu-south-1", "tokenRenewed"), signatures[$"renewed {number}"]));
    }

    // An access key that DynamoDB takes for DescribeTable, and not any more for the writes.
    private static FaultRule Expire(string accessKey) => request =>
        request.IsBatchWrite && Signature.Of(request).AccessKey == accessKey
            ? new Fault.Error(400, "ExpiredTokenException", "The security token included in the request is expired")
            : Fault.None;
}
