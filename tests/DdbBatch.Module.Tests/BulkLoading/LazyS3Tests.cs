using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

/// <summary>The AWS SDK for S3 is loaded by those who need it alone.</summary>
public sealed class LazyS3Tests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3) : BulkTestBase(dynamoDb, s3)
{
    private const string Script =
        """
        function Test-S3 { [bool] ([System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AWSSDK.S3' }) }
        Import-Module $args[0]
        @{ Id = 1 } | Write-DdbBatch -Table $args[1] -EndpointUrl $args[2]
        Test-S3
        Get-DdbBulkLoad -EndpointUrl $args[2] -S3EndpointUrl $args[3]
        Test-S3
        """;

    [Fact]
    public async Task An_import_and_Write_DdbBatch_do_without() => Assert.Equal(
        ["False", "True"],
        await DotnetProcess.RunScriptAsync(Script, Checkout.Manifest, Table, Engine.Endpoint.AbsoluteUri, S3.Endpoint.AbsoluteUri));
}
