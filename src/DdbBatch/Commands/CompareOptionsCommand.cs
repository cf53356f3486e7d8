using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Completion;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Commands;

/// <summary>The options of a comparison: its pace, and the connection to the reference table.</summary>
public abstract class CompareOptionsCommand : ItemInputCommand
{
    private protected CompareOptionsCommand()
    {
        CheckTransport(() => Transport);
        Check(() => GivenCredentials.Problem(null, null, null, ReferenceCredential, "Reference") is (string errorId, string message)
            ? Errors.Parameter(errorId, message)
            : null);
    }

    /// <summary>The region of the reference table. Without it, the region and the endpoint are those of -Table.</summary>
    [Parameter(ParameterSetName = "ReferenceTable")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? ReferenceRegion { get; set; }

    /// <summary>
    /// The profile whose credentials read the reference table. Without it and -ReferenceCredential, the credentials are those of
    /// -Table.
    /// </summary>
    [Parameter(ParameterSetName = "ReferenceTable")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ReferenceProfileName { get; set; }

    /// <summary>The credentials that read the reference table: an object as for -Credential.</summary>
    [Parameter(ParameterSetName = "ReferenceTable")]
    [ValidateNotNull]
    public object? ReferenceCredential { get; set; }

    /// <summary>The endpoint of the reference table. Without it and -ReferenceRegion, the endpoint is that of -Table.</summary>
    [Parameter(ParameterSetName = "ReferenceTable")]
    [ValidateNotNullOrEmpty]
    public string? ReferenceEndpointUrl { get; set; }

    /// <summary>
    /// Read what was written before the comparison began with certainty. It costs twice the capacity. Use it to verify a load
    /// that has just ended.
    /// </summary>
    [Parameter]
    public SwitchParameter ConsistentRead { get; set; }

    /// <summary>The read capacity not to exceed, in RCU per second, for each of the tables.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxReadCapacity { get; set; }

    /// <summary>The most retries of one page or key; 0 means one attempt. By default there is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [PSDefaultValue(Help = "No limit")]
    public int MaxRetry { get; set; }

    /// <summary>The time in seconds without any answer after which the comparison ends with an error. The default is 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int RetryTimeoutSec { get; set; } = 300;

    /// <summary>The most requests in flight at once to each table, 1 to 128. The default is 16.</summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// How requests are sent: Direct (default on PowerShell 7) over HTTP without the AWS SDK; Sdk through the AWS SDK, which
    /// takes about twice the time. The results are the same.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "Direct; Sdk in Windows PowerShell")]
    public TransportKind Transport { get; set; } = TransportFactory.Default;

    private protected ConnectionOptions ReferenceConnection => new ConnectionOptions
    {
        Region = ReferenceRegion,
        RegionParameter = "-ReferenceRegion",
        EndpointUrl = ReferenceEndpointUrl,
        EndpointParameter = "-ReferenceEndpointUrl",
        ProfileName = ReferenceProfileName,
        Credential = ReferenceCredential,
    }.WithDefaultsOf(Options(ThrottleLimit));

    private protected ReadLimits ReadLimits => LimitReading(ThrottleLimit, MaxReadCapacity, MaxRetry, RetryTimeoutSec);
}
