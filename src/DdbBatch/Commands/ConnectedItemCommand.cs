using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Transport;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that talks to DynamoDB. Parameter names and aliases are those of AWS.Tools.</summary>
public abstract class ConnectedItemCommand : ItemInputCommand
{
    /// <summary>
    /// The AWS region of the tables, as eu-central-1. Without it: the profile's, AWS_REGION, or the instance's.
    /// </summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>
    /// A profile of the AWS config and credentials files. Without it: the environment's keys, the default profile, or
    /// the container's or instance's role.
    /// </summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>
    /// The URL of an endpoint to use in place of the region's, as http://localhost:8000. A server on this machine needs
    /// neither credentials nor a region.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    /// <summary>A client for what the parameters and the machine say; ends the command where that doesn't do.</summary>
    private protected DynamoDBClient CreateClient(int connections)
    {
        try
        {
            return ClientFactory.Create(new ConnectionOptions
            {
                Region = Region,
                ProfileName = ProfileName,
                EndpointUrl = EndpointUrl,
                Connections = connections,
            });
        }
        catch (ConnectionException exception)
        {
            ThrowTerminatingError(Errors.Connection(exception));
            throw;
        }
    }
}
