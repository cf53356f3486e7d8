using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Completion;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Preflights;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Transferring;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>Copies the items of a table to another table, also in another account or region.</summary>
/// <remarks>
/// <para>
/// The items are read in parallel segments and put into the destination as they are, byte by byte, at the pace that both
/// tables allow. It consumes less CPU time than Read-DdbTable | Write-DdbBatch, because no item is converted to an object. Items
/// that the destination has with other keys stay; an item with the same key is replaced. Both tables must have the same key
/// attributes.
/// </para>
/// <para>
/// A copy is not a snapshot. Items that are changed while it runs are copied as they were or as they are now, and items that
/// are deleted after they were read are still in the destination. To continue a copy that was stopped or killed, run it again
/// with the same -CheckpointPath. Pages that were on their way are read and written again. If such an item was changed in the
/// destination since, the copy replaces it.
/// </para>
/// <para>
/// A -Destination parameter that is not given has the value of the source's, with two exceptions: -DestinationRegion alone uses
/// the endpoint of that region, and if any of the destination's credentials are given, none of the source's are used for it.
/// </para>
/// <para>
/// Only items are copied, and not the settings of the table. With -CreateDestination, the destination is created like the
/// source if it does not exist; see New-DdbEmptyTable -Like for what is not copied. A small part of the source is read first, so that
/// no empty table is created if the source can't be read or the -Filter is invalid. -WhatIf outputs estimates of items, bytes,
/// capacity and time, from the counts of DescribeTable, which are up to six hours old.
/// </para>
/// </remarks>
/// <example>
/// <code>Copy-DdbTable Music -Destination MusicNew -CreateDestination -Summary</code>
/// <para>Creates a table like Music, copies all items, and outputs the counts.</para>
/// </example>
/// <example>
/// <code>Copy-DdbTable Music MusicOld -Filter '#Year &lt; :y' -FilterValue @{ ':y' = '2000' } -CreateDestination -Summary</code>
/// <para>Copies the items that a filter finds. The years are strings here, as Import-Csv reads them.</para>
/// </example>
/// <example>
/// <code>Copy-DdbTable Music MusicNext -CreateDestination -CheckpointPath copy.mark -FailedPath left.jsonl -Summary</code>
/// <para>
/// Copies a table so that the copy can be continued: if it is interrupted, run the same command again. Items that could not
/// be written are kept in left.jsonl.
/// </para>
/// </example>
/// <example>
/// <code>Copy-DdbTable Music -Destination MusicNever -CreateDestination -MaxReadCapacity 100 -WhatIf</code>
/// <para>Estimates the capacity and the time of a copy.</para>
/// </example>
/// <whatIf>
/// Copies and creates nothing, and outputs one TransferPreflight object: estimates of items, bytes, capacity and time, from the
/// counts of DescribeTable. No summary is output.
/// </whatIf>
/// <confirm>Prompts before anything is copied or created, with the estimates.</confirm>
[Cmdlet(VerbsCommon.Copy, "DdbTable", SupportsShouldProcess = true)]
[OutputType(typeof(CopySummary), typeof(TransferPreflight))]
public sealed class CopyDdbTableCommand : TransferCommand
{
    private readonly LeftoverOutput _leftovers;

    /// <inheritdoc cref="CopyDdbTableCommand"/>
    public CopyDdbTableCommand()
    {
        Check(CredentialProblem);
        _leftovers = new LeftoverOutput(this);
        Prepare(() => _leftovers.OpenCopyFiles(Resolve(FailedPath), Resolve(CheckpointPath)));
    }

    /// <summary>The table to copy to, by its name or ARN.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string Destination { get; set; } = "";

    /// <summary>Create the destination like the source if it does not exist, and wait until it is active.</summary>
    [Parameter]
    public SwitchParameter CreateDestination { get; set; }

    /// <summary>
    /// Only these attributes, or parts of them: Artist, Address.City, Tags[0]. The key attributes are added. Items in the
    /// destination are replaced as a whole, so they have only these attributes afterwards. A warning at the end names the
    /// attributes that no item has.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>
    /// A file that records how far the copy is. If the copy ends early, even by a crash, run it again as it was. The file has
    /// keys of items and no credentials. A copy of other tables, or with another -Filter or -Property, is refused.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>
    /// A file to which each item that was not written is appended, as one line of JSON with the reason. Resume-DdbBatch writes
    /// these items later, with the destination's region, endpoint and credentials. A copy with -CheckpointPath must continue
    /// with the same file.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FailedPath { get; set; }

    /// <summary>
    /// The name of a variable for all items that were not written, as UnprocessedItem objects, without $. It is set however
    /// the run ends; +name adds to it. Pipe its content to Write-DdbBatch, with the destination's connection, to write them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UnprocessedVariable { get; set; }

    /// <summary>The destination's region. Without it, the region and the endpoint are those of the source.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? DestinationRegion { get; set; }

    /// <summary>A profile with the destination's credentials.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? DestinationProfileName { get; set; }

    /// <summary>The credentials file from which the destination's profile is read, instead of the usual one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationProfileLocation { get; set; }

    /// <summary>An access key for the destination; -DestinationSecretKey is required with it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationAccessKey { get; set; }

    /// <summary>The secret key that belongs to -DestinationAccessKey.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationSecretKey { get; set; }

    /// <summary>The session token that belongs to -DestinationAccessKey, if that is temporary.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationSessionToken { get; set; }

    /// <summary>A credentials object of AWS.Tools, or a PSCredential, for the destination; see -Credential.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? DestinationCredential { get; set; }

    /// <summary>The URL of the destination's endpoint. Without it and -DestinationRegion, the endpoint is that of the source.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationEndpointUrl { get; set; }

    private protected override RunFiles? Files => _leftovers.Files;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ResolvedClient source = Connect(ThrottleLimit);
        ITransport reads = Open(source);
        TableDescription description = Describe(Table, source, reads);
        ResolvedClient destination = Connect(DestinationOptions());
        ITransport writes = Open(destination);
        TableDescription? found = Find(Destination, destination, writes, mayBeMissing: true);
        TransferOptions options = CreateOptions(source, destination, description);
        CopyDestination target = new(this, options, found);
        target.Check(CreateDestination);
        if (!Confirm(options, found))
            return;
        if (found is null)
            target.Create(reads, SummaryOfNothing());
        Transfer(options, reads, new WriteCalls(writes), target.Identify);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(base.Dispose, _leftovers.Close);
    }

    private protected override TransferSummary SummaryOfNothing() =>
        new CopySummary(new ReadSummary { Table = Table }, WriteSummary.OfNothing(completed: false, SummaryFacts.None), Destination);

    private protected override void OpenVariables()
    {
        base.OpenVariables();
        _leftovers.OpenVariable(UnprocessedVariable);
    }

    private ErrorRecord? CredentialProblem() =>
        GivenCredentials.Problem(DestinationAccessKey, DestinationSecretKey, DestinationSessionToken, DestinationCredential, "Destination")
            is (string errorId, string message)
            ? Errors.Parameter(errorId, message)
            : null;

    private ConnectionOptions DestinationOptions() => new ConnectionOptions
    {
        Region = DestinationRegion,
        RegionParameter = "-DestinationRegion",
        EndpointUrl = DestinationEndpointUrl,
        EndpointParameter = "-DestinationEndpointUrl",
        ProfileName = DestinationProfileName,
        ProfileLocation = Resolve(DestinationProfileLocation),
        AccessKey = DestinationAccessKey,
        SecretKey = DestinationSecretKey,
        SessionToken = DestinationSessionToken,
        Credential = DestinationCredential,
    }.WithDefaultsOf(Options(ThrottleLimit));

    private TransferOptions CreateOptions(ResolvedClient source, ResolvedClient destination, TableDescription description) => new()
    {
        Activity = "Copying",
        Source = Table,
        Target = Destination,
        SourceConnection = source,
        TargetConnection = destination,
        Description = description,
        Statement = CreateStatement(
            new ReadRequest
            {
                Table = Table,
                Filter = Filter,
                FilterValue = FilterValue,
                Properties = Property ?? [],
                AddsKey = true,
                IsConsistent = ConsistentRead,
            },
            description),
        Unseen = UnseenAttributes.OfPaths(Property ?? []),
        Read = CreateReadOptions(),
        Write = CreateWriteOptions(),
        Kind = OperationKind.Put,
        Files = _leftovers.Files,
        Leftovers = _leftovers.Leftovers,
    };

    private bool Confirm(TransferOptions options, TableDescription? target)
    {
        TransferPreflight preflight = TransferEstimate.Of(
            options.Description, target, ConsistentRead, ReadCapacityLimit, WriteCapacityLimit, Destination);
        string create = target is null ? " (which is created like the source)" : "";
        string items = Filter is null ? "all items" : "the items that -Filter finds";
        bool isConfirmed = ShouldProcess(
            $"table '{Destination}' at {options.TargetConnection.Endpoint}{create}",
            $"put {items} of table '{Table}' at {options.SourceConnection.Endpoint} ({TransferMessages.Estimate(preflight, Filter is not null)})");
        if (CommonSettings.IsWhatIf(this))
            WriteObject(preflight);
        return isConfirmed;
    }
}
