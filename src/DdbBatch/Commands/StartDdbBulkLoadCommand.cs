using System;
using System.Management.Automation;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Load;
using DdbBatch.Bulk.Upload;
using DdbBatch.BulkLoading;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reporting;
using DdbBatch.Running;

namespace DdbBatch.Commands;

/// <summary>
/// Loads items through DynamoDB's bulk engine: uploads them to S3, and has DynamoDB put them into an existing table.
/// </summary>
/// <remarks>
/// <para>
/// Use it for loads that would take one machine hours. Objects are converted and checked as by Write-DdbBatch, uploaded
/// to S3 as compressed DynamoDB JSON while the input is being read, and put by DynamoDB's bulk engine
/// (StartBulkPutItems). A put replaces the whole item.
/// </para>
/// <para>
/// The command outputs a BulkLoad with the load's ARN. Once started, the load continues in DynamoDB, even if this
/// command ends. With -Wait, the command shows the progress and ends with the final counts; each item that DynamoDB
/// refused is an error, whose TargetObject is an UnprocessedItem with the item. Ctrl-C during the wait leaves the load
/// running: Receive-DdbBulkLoad returns to it, and Stop-DdbBulkLoad stops it. Ctrl-C during the upload removes the
/// upload, and nothing is loaded.
/// </para>
/// <para>
/// An object that breaks a rule is reported immediately and not uploaded. If a run ends early, even by a crash, run it
/// again with the same -ClientToken, input and parameters: nothing is loaded twice. A changed input is refused. Only
/// one run at a time can use a token.
/// </para>
/// <para>
/// Bulk loads only put, into one table per load; use Remove-DdbBatch to delete. They do not work with global tables, or
/// while an index is being created. See about_DdbBatch for the permissions, and docs/bulk-loads.md for when to use
/// which command.
/// </para>
/// </remarks>
/// <whatIf>
/// Converts everything, checks the table and the bucket, uploads and loads nothing, and outputs one BulkPreflight
/// object: items, invalid items, bytes, objects, and the calls that a run would make.
/// </whatIf>
/// <confirm>Prompts before anything is uploaded.</confirm>
/// <example>
/// <code>Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -Wait</code>
/// <para>Loads the rows of a CSV file, and waits until they are in the table.</para>
/// </example>
/// <example>
/// <code>
/// $load = Import-DdbItem music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -ClientToken music-1
/// $load | Receive-DdbBulkLoad -Wait
/// </code>
/// <para>
/// Starts a load and returns to it later, here immediately. If the first line were interrupted, it could be run again:
/// the token ensures that nothing is loaded twice.
/// </para>
/// </example>
/// <example>
/// <code>
/// $load = Import-Csv music.csv |
///     Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -Wait -UnprocessedVariable left -ErrorAction SilentlyContinue
/// $load.Succeeded
/// $left | Write-DdbBatch
/// </code>
/// <para>Collects the items that were refused, and writes them with Write-DdbBatch. Here nothing is left.</para>
/// </example>
/// <example>
/// <code>Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -WhatIf</code>
/// <para>Uploads and loads nothing, and reports what a run would do.</para>
/// </example>
/// <example>
/// <code>
/// Import-Csv music.csv | Start-DdbBulkLoad -Table Music -S3Uri s3://my-bucket/loads/ -Compression Zstd `
///     -MaxWriteRequestUnit 40000 -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit -KeepUpload -Wait
/// </code>
/// <para>Limits the rate of the load, stores years and prices as numbers, and keeps the uploaded objects.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "DdbBulkLoad", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BulkLoad), typeof(BulkPreflight))]
public sealed class StartDdbBulkLoadCommand : BulkOptionsCommand, IBareItemConsumer
{
    private readonly InputExpander _expander = new();
    private BulkLoadOptions? _options;
    private BulkConnection? _connection;
    private BulkRun? _run;
    private BulkLoader? _loader;
    private BulkPreflight? _preflight;
    private InvalidRows? _invalid;
    private bool _isDeclined;
    private bool _isStarted;

    /// <inheritdoc cref="StartDdbBulkLoadCommand"/>
    public StartDdbBulkLoadCommand() => Prepare(() => _options = BulkOptions());

    /// <summary>
    /// The items: hashtables, rows of Import-Csv, items of Import-DdbItem, any object with properties; leftovers of an
    /// earlier run. Arrays are enumerated.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// Waits until the load has ended, and reports each item that DynamoDB refused as an error. Without it, the command
    /// ends when the load has started.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _expander.Expand(InputObject, Take);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_loader is null)
            return;
        _invalid!.Summarize(WriteWarning);
        if (_preflight is not null)
            WriteObject(Result(_preflight));
        else
            Load(_loader.Finish(_connection!));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(
            WarnIfInterrupted,
            () => _invalid?.Summarize(WarnAtTheEnd),
            () => _run?.Dispose(),
            () => _connection?.Dispose(),
            () => Output.Close(),
            base.Dispose);
        GC.SuppressFinalize(this);
    }

    private void WarnIfInterrupted()
    {
        if (_run is not null && !_isStarted && _preflight is null)
            WarnAtTheEnd(BulkMessages.Interrupted(_options!, _run.IsUploaded));
    }

    private bool Take(object? input)
    {
        if (_loader is null && !_isDeclined)
            Open();
        _loader?.Take(InputRow.Of(input!));
        return !_isDeclined;
    }

    private void Open()
    {
        _connection = BulkConnection.Open(this, Connect(BulkConnection.Connections), S3EndpointUrl);
        string target = $"table '{Table}' at {_connection.Endpoint}, through {_options!.Folder}";
        bool isConfirmed = ShouldProcess(target, MyInvocation.MyCommand.Name);
        _isDeclined = !isConfirmed && !_options.WhatIf;
        if (_isDeclined)
            return;
        _run = OpenRun(_connection);
        _preflight = _options.WhatIf ? new BulkPreflight(Table, _options.Folder.ToString()) : null;
        WriteVerbose(BulkMessages.Opened(_options, _run.IsUploaded));
        _invalid = new InvalidRows(this, Output.Leftovers.AreKept, Output.InvalidLimit(MaxInvalid));
        _loader = new BulkLoader(this, _run, new RowConverter(() => Converter, DynamoDBJson, ChangeChoice.None), _invalid, Output.Leftovers, _preflight);
    }

    private BulkRun OpenRun(BulkConnection connection)
    {
        try
        {
            return connection.Ask(async stop =>
            {
                BulkRun run = new(connection.DynamoDB, connection.S3, _options!);
                await run.OpenAsync(stop).ConfigureAwait(false);
                return run;
            });
        }
        catch (TableException exception)
        {
            ThrowTerminatingError(ServiceErrors.Table(Table, exception.Error, connection.Endpoint, null));
            throw;
        }
    }

    private void Load(BulkLoad? load)
    {
        _isStarted = true;
        if (load is null)
        {
            WriteWarning("No object made an item: nothing was uploaded, and no load was started.");
            return;
        }

        if (Wait)
        {
            BulkReceiver receiver = new(this, _connection!);
            load = receiver.WaitForEnd(load);
            receiver.Receive(load, KeepUpload, Tell);
        }

        if (Output.Files.Log is { Failure: { } failure } log)
            WriteError(RunFileErrors.FailedPathIncomplete(log.Path, failure));
        load.InvalidItems = _loader!.InvalidItems;
        load.ReadErrors = Output.ReadErrors;
        WriteObject(load);
    }

    private void Tell(UnprocessedItem item)
    {
        Output.Leftovers.Add(item);
        WriteError(BulkLoadErrors.Refused(item));
    }

    private BulkPreflight Result(BulkPreflight preflight)
    {
        BulkProgress progress = _connection!.Ask(_run!.CountAsync);
        preflight.InvalidItems = _loader!.InvalidItems;
        preflight.UploadBytes = progress.Bytes;
        preflight.Shards = progress.Shards;
        preflight.Calls = [.. BulkMessages.Calls(_options!, progress.Shards, Wait)];
        return preflight;
    }
}
