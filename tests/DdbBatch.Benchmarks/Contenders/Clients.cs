using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>Clients of the server of a measurement.</summary>
internal static class Clients
{
    private static readonly BasicAWSCredentials Credentials = new("local", "local");

    /// <summary>The module's.</summary>
    public static DynamoDBClient Own(ContenderOptions options) => new(Credentials, Config(options), options.InFlight);

    /// <summary>The SDK's, as it is by default.</summary>
    public static AmazonDynamoDBClient Sdk(ContenderOptions options) => new(Credentials, Config(options));

    private static AmazonDynamoDBConfig Config(ContenderOptions options) =>
        new() { AuthenticationRegion = "us-east-1", ServiceURL = options.Endpoint.AbsoluteUri };
}
