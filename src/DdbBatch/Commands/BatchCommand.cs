using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Completion;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Commands;

/// <summary>The common part of Write-, Update- and Remove-DdbBatch: objects from the pipeline or an argument.</summary>
public abstract class BatchCommand : WritingCommand, IBareItemConsumer
{
    private readonly InputExpander _expander = new();
    private readonly List<ConditionFailedItem> _conditionFailures = [];
    private Func<object?, bool>? _take;
    private ListVariable? _conditionFailedVariable;

    private protected BatchCommand()
    {
        Check(() => HasInput
            ? null
            : Errors.Parameter("InputMissing", "There is no input: pipe objects to the command, or give -InputObject."));
        Check(() => NoRetry && PassThru
            ? Errors.Parameter(
                "PassThruWithNoRetry", "-PassThru and -NoRetry both output objects, which could not be distinguished: use one.")
            : null);
    }

    /// <summary>
    /// The items: hashtables, rows of Import-Csv, any object with properties; leftovers and errors of an earlier run,
    /// which carry their table and operation; WriteRequest objects of the AWS SDK. Arrays are enumerated.
    /// </summary>
    // Neither mandatory nor in a default set, because PowerShell processes all parameters for each object, and twice as
    // often if there is a default set. A missing parameter is reported here.
    [Parameter(ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The table, by name or ARN, or a script block that receives each object as $_ and returns one. It is required for
    /// objects that do not carry their table.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public object? Table { get; set; }

    /// <summary>
    /// How several operations on one key are handled: InOrder (default) writes one after the other; KeepLast writes
    /// only the last of those that are still waiting, and joins updates without a condition to one; Error refuses all but the first, and remembers all keys as
    /// hashes.
    /// </summary>
    [Parameter]
    public DuplicateKeyMode DuplicateKey { get; set; }

    /// <summary>
    /// Sends each operation only once. Operations that DynamoDB leaves unprocessed are output as UnprocessedItem
    /// objects and are not errors. It cannot be combined with -PassThru.
    /// </summary>
    [Parameter]
    public SwitchParameter NoRetry { get; set; }

    /// <summary>Outputs each input object after its operation is confirmed. It cannot be combined with -NoRetry.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// A condition in DynamoDB's syntax: '#Version &lt; :Version OR attribute_not_exists(#Id)'. #Name is the attribute Name of the
    /// item in the table, which may be a reserved word; other names are written in braces: #{first name}. :Name is the object's own
    /// value of Name, converted as the attribute is, or one of -ConditionValue. If the condition is false, the item is not changed,
    /// and the outcome is ConditionFailed, which is neither an error nor a leftover. With a condition each operation is a request of
    /// its own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Condition { get; set; }

    /// <summary>
    /// Values for -Condition that are the same for all objects: @{ ':min' = 5 }. They take precedence over the objects' own values.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? ConditionValue { get; set; }

    /// <summary>
    /// The name of a variable, without $, for the operations whose condition was false, including inserts whose key exists:
    /// ConditionFailedItem objects with the input object, the key, and the existing item if DynamoDB returns it. It is set however
    /// the run ends; +name adds to it. To get the existing item, an insert is sent a second time.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConditionFailedVariable { get; set; }

    /// <summary>
    /// A file that records, at least once a second, up to which object of the input every operation is finished: written, or
    /// kept in -FailedPath. If the load ends early, run the same command again with the same input: finished rows are
    /// skipped, and few operations are sent twice. A changed input is refused.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Whether anything is given to write, and be it nothing at all from the pipeline.</summary>
    private protected virtual bool HasInput => IsInputGiven;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _expander.Expand(InputObject, _take ??= Run.Input.Take);
        Run.Input.ThrowIfEnded();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EveryStep.Run(base.Dispose, () => _conditionFailedVariable?.Set(_conditionFailures));
        GC.SuppressFinalize(this);
    }

    /// <summary>-MustExist, if the cmdlet has it.</summary>
    private protected virtual bool ChangesExistingOnly => false;

    private protected override ChangeChoice ChooseChange() => new(Condition, ConditionValue, ChangesExistingOnly);

    private protected override ICollection<ConditionFailedItem>? ConditionFailures =>
        _conditionFailedVariable is null ? null : _conditionFailures;

    private protected override void OpenVariables()
    {
        base.OpenVariables();
        _conditionFailedVariable = ListVariable.Open(this, nameof(ConditionFailedVariable), ConditionFailedVariable, new object());
        _conditionFailedVariable?.Reset();
    }

    private protected override object? TableChoice => Table;

    private protected override DuplicateKeyMode DuplicateKeyChoice => DuplicateKey;

    private protected override bool StreamsLeftovers => NoRetry;

    private protected override bool PassesInput => PassThru;

    private protected override string? ProgressPath => CheckpointPath;

    // An argument that goes to one table.
    private protected override long? ExpectedOperations(string table) =>
        MyInvocation.ExpectingInput || Table is not string ? null : _expander.Count(InputObject);
}
