using System;
using System.Management.Automation;
using DdbBatch.Conversion;

namespace DdbBatch.Commands;

/// <summary>What Write-DdbBatch and Remove-DdbBatch share: objects from the pipeline, or given as an argument.</summary>
public abstract class BatchCommand : WritingCommand, IBareItemConsumer
{
    private readonly InputExpander _expander = new();
    private readonly Func<object?, bool> _take;

    private protected BatchCommand()
    {
        _take = input => Take(OperationInput.Read(input!));
        Check(() => HasInput
            ? null
            : Errors.Parameter("InputMissing", "There is no input: pipe objects to the command, or give -InputObject."));
    }

    /// <summary>
    /// The items: hashtables, rows of Import-Csv, any object with properties; leftovers and errors of an earlier run,
    /// which carry their table and operation; WriteRequest objects of the AWS SDK. Arrays are enumerated.
    /// </summary>
    // Neither mandatory nor of a default set: PowerShell goes over all parameters for each object, and twice as often where
    // there is a default set. What is missing is told here.
    [Parameter(ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Whether anything is given to write, and be it nothing at all from the pipeline.</summary>
    private protected virtual bool HasInput =>
        MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _expander.Expand(InputObject, _take);
        ThrowIfEnded();
    }

    // An argument that goes to one table.
    private protected override long? ExpectedOperations(string table) =>
        MyInvocation.ExpectingInput || Table is not string ? null : _expander.Count(InputObject);
}
