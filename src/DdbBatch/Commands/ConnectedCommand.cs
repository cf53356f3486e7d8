using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Aws;
using DdbBatch.Completion;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>A cmdlet that talks to DynamoDB. Parameter names and aliases are those of AWS.Tools.</summary>
public abstract class ConnectedCommand : ModuleCommand
{
    private protected ConnectedCommand()
    {
        Check(CredentialProblem);
        Check(() => ExpressionParameters.Problem(MyInvocation.BoundParameters));
    }

    /// <summary>
    /// The AWS region, such as eu-central-1. Without it, the region comes from Set-DefaultAWSRegion, the profile,
    /// AWS_REGION, AWS_DEFAULT_REGION, or the instance, in this order.
    /// </summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>
    /// A profile of the AWS config and credentials files. It can be of any kind: keys, a role, IAM Identity Center
    /// (SSO), credential_process, or a web identity. A profile that does not exist is an error. Without this parameter,
    /// the credentials come from -Credential, the session (Set-AWSCredential), the keys in the environment,
    /// AWS_PROFILE, the default profile, or the role of the container or instance, in this order.
    /// </summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>
    /// The path of a credentials file from which profiles are read, instead of the usual one. Without -ProfileName, the
    /// profile that AWS_PROFILE names or the default profile of that file is used.
    /// </summary>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>
    /// An access key. -SecretKey is required with it, and -SessionToken if the keys are temporary. These keys take
    /// precedence over all other credentials. Prefer a profile, which keeps keys out of scripts and histories.
    /// </summary>
    [Parameter]
    [Alias("AK")]
    [ValidateNotNullOrEmpty]
    public string? AccessKey { get; set; }

    /// <summary>The secret key that belongs to -AccessKey.</summary>
    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    [ValidateNotNullOrEmpty]
    public string? SecretKey { get; set; }

    /// <summary>The session token that belongs to -AccessKey and -SecretKey, if they are temporary.</summary>
    [Parameter]
    [Alias("ST")]
    [ValidateNotNullOrEmpty]
    public string? SessionToken { get; set; }

    /// <summary>
    /// A credentials object of any version of AWS.Tools (New-AWSCredential, Get-AWSCredential, the Credentials of
    /// Use-STSRole), or a PSCredential with the access key as its user name and the secret key as its password.
    /// Credentials that expire are renewed during the run, because the object is asked again.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Credential { get; set; }

    /// <summary>
    /// The URL of an endpoint to use instead of the region's, such as http://localhost:8000. Without it, the endpoint
    /// comes from AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL, or the profile's endpoint_url. A server on this machine
    /// needs neither credentials nor a region.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    /// <summary>Returns the settings of the connection; ends the command if they are invalid.</summary>
    /// <param name="connections">The maximum number of open connections.</param>
    internal ResolvedClient Connect(int connections) => Connect(Options(connections));

    /// <summary>Returns the settings of a connection; ends the command if they are invalid.</summary>
    internal ResolvedClient Connect(ConnectionOptions options)
    {
        try
        {
            ResolvedClient connection = Await(() => Task.Run(() => ClientFactory.Create(options), CancellationToken.None));
            WriteVerbose(connection.Origin);
            return connection;
        }
        catch (ConnectionException exception)
        {
            ThrowTerminatingError(ServiceErrors.Connection(exception));
            throw;
        }
    }

    /// <summary>Returns how fast is read, as the parameters of these names say.</summary>
    private protected ReadLimits LimitReading(int throttleLimit, int maxReadCapacity, int maxRetry, int retryTimeoutSec) => new()
    {
        ThrottleLimit = throttleLimit,
        MaxReadCapacity = maxReadCapacity > 0 ? maxReadCapacity : null,
        MaxRetry = IsGiven("MaxRetry") ? maxRetry : null,
        RetryTimeout = TimeSpan.FromSeconds(retryTimeoutSec),
        LogsRequests = CommonSettings.ShowsDebug(this),
    };

    /// <summary>Returns the keys of a table; ends the command if they cannot be requested.</summary>
    private protected TableSchema Describe(string table)
    {
        ResolvedClient connection = Connect(connections: 1);
        using ITransport transport = TransportFactory.Create(TransportFactory.Default, connection.Client);
        return Describe(table, connection, transport).Schema;
    }

    /// <summary>Describes a table; ends the command if DynamoDB can't be asked for it.</summary>
    private protected TableDescription Describe(string table, ResolvedClient connection, ITransport transport) =>
        Find(table, connection, transport, mayBeMissing: false)!;

    /// <summary>Describes a table; ends the command if DynamoDB can't be asked for it.</summary>
    /// <returns>Null if there is no such table, and it may be missing.</returns>
    private protected TableDescription? Find(string table, ResolvedClient connection, ITransport transport, bool mayBeMissing)
    {
        try
        {
            return Await(() => new TableDescriber(new WriteCalls(transport)).DescribeAsync(table, StopToken))
                ?? throw new TableException(OperationError.TableCreating);
        }
        catch (TableException exception) when (mayBeMissing && exception.Error.Code == "ResourceNotFoundException")
        {
            return null;
        }
        catch (TableException exception)
        {
            ThrowTerminatingError(exception.Error.Code == "AccessDeniedException" && MyInvocation.MyCommand.Parameters.ContainsKey("KeyName")
                ? ServiceErrors.DescribeTableDenied(table, exception.Error, table)
                : ServiceErrors.Table(table, exception.Error, connection.Endpoint, table));
            throw;
        }
    }

    /// <summary>Reads a parameter; ends the command with an error if it makes no sense.</summary>
    /// <param name="errorId">The id of the error.</param>
    /// <param name="parse">Returns the value; throws ArgumentException if there is none.</param>
    private protected T Parse<T>(string errorId, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ArgumentException exception)
        {
            ThrowTerminatingError(Errors.Parameter(errorId, exception.Message));
            throw;
        }
    }

    /// <summary>Registers the check that this .NET has the way to send that -Transport asks for.</summary>
    private protected void CheckTransport(Func<TransportKind> transport) => Check(() => TransportFactory.IsAvailable(transport())
        ? null
        : Errors.Parameter("TransportUnavailable", $"-Transport {transport()} needs PowerShell 7."));

    private ErrorRecord? CredentialProblem() =>
        GivenCredentials.Problem(AccessKey, SecretKey, SessionToken, Credential) is (string errorId, string message)
            ? Errors.Parameter(errorId, message)
            : null;

    /// <summary>Returns the parameters of the connection.</summary>
    /// <param name="connections">The maximum number of open connections.</param>
    private protected ConnectionOptions Options(int connections) => new()
    {
        Region = Region,
        EndpointUrl = EndpointUrl,
        ProfileName = ProfileName,
        ProfileLocation = Resolve(ProfileLocation),
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        SessionToken = SessionToken,
        Credential = Credential,
        Session = SessionDefaults.Read(SessionState),
        Connections = connections,
    };
}
