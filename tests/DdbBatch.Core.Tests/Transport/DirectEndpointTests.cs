using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DdbBatch.Transport;
using DdbBatch.Transport.Direct;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>Requests are sent to the same endpoint as by a client of the SDK.</summary>
public sealed class DirectEndpointTests
{
    [Theory]
    [InlineData("eu-central-1", false, false, "https://dynamodb.eu-central-1.amazonaws.com/")]
    [InlineData("us-east-1", true, false, "https://dynamodb-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-west-2", false, true, "https://dynamodb.us-west-2.api.aws/")]
    [InlineData("cn-north-1", false, false, "https://dynamodb.cn-north-1.amazonaws.com.cn/")]
    public void A_region_has_its_endpoint(string region, bool fips, bool dualStack, string url)
    {
        DirectEndpoint endpoint = Resolve(new AmazonDynamoDBConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        });

        Assert.Equal((url, region), (endpoint.Url.AbsoluteUri, endpoint.Region));
    }

    [Fact]
    public void An_account_that_the_credentials_know_has_its_own()
    {
        DirectEndpoint endpoint = Resolve(
            new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.EUWest1 },
            new BasicAWSCredentials("key", "secret", "123456789012"));

        Assert.Equal("https://123456789012.ddb.eu-west-1.amazonaws.com/", endpoint.Url.AbsoluteUri);
    }

    [Fact]
    public void A_custom_endpoint_is_signed_for_the_region_that_was_given()
    {
        DirectEndpoint endpoint = Resolve(new AmazonDynamoDBConfig
        {
            AuthenticationRegion = "eu-north-1",
            ServiceURL = "http://localhost:8000/some/path",
        });

        Assert.Equal(("http://localhost:8000/some/path/", "eu-north-1"), (endpoint.Url.AbsoluteUri, endpoint.Region));
    }

    private static DirectEndpoint Resolve(AmazonDynamoDBConfig config, AWSCredentials? credentials = null)
    {
        using DynamoDBClient client = new(credentials ?? new BasicAWSCredentials("key", "secret"), config, connections: 1);
        return DirectEndpoint.Resolve(client);
    }
}
