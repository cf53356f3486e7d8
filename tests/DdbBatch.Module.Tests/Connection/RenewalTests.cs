using System;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Identity;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Connection;

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
}
