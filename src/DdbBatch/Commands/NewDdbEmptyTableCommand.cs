using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Completion;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Reporting;
using DdbBatch.Tables;

namespace DdbBatch.Commands;

/// <summary>Creates an empty table, by its keys or like another table, and waits until it can be used.</summary>
/// <remarks>
/// <para>
/// Use it for the tables of tests and tries, and for the destination of a copy. With -KeyName the table has these keys, no
/// indexes, and is on demand. With -Like it has the key attributes with their types, the local and global secondary indexes
/// with their projections, the billing mode, the throughput and the table class of another table.
/// </para>
/// <para>
/// -Like does not copy items, tags, streams, time to live, encryption keys, point-in-time recovery, deletion protection,
/// auto scaling, warm throughput, replicas, resource policies and Kinesis destinations. -Verbose lists those of them that the
/// other table has, as far as DescribeTable shows them.
/// </para>
/// <para>
/// The command returns when the table and all of its indexes are ACTIVE, after about ten seconds in AWS. If it is stopped
/// before that, DynamoDB still creates the table. A table that exists already is an error, and is not changed. (The command
/// is not named New-DdbTable because AWS.Tools has a New-DDBTable.)
/// </para>
/// </remarks>
/// <example>
/// <code>New-DdbEmptyTable Scores -KeyName Player, 'Game:N'</code>
/// <para>Creates an on-demand table with the partition key Player, a string, and the sort key Game, a number.</para>
/// </example>
/// <example>
/// <code>
/// New-DdbEmptyTable MusicTry -Like Music -Verbose
/// Import-Csv music.csv | Write-DdbBatch -Table MusicTry
/// </code>
/// <para>Creates a table like Music, lists what is not copied, and loads it.</para>
/// </example>
/// <example>
/// <code>New-DdbEmptyTable Small -KeyName Id -ReadCapacity 5 -WriteCapacity 5 | Format-List</code>
/// <para>Creates a table with provisioned capacity, and shows all of its properties.</para>
/// </example>
/// <example>
/// <code>New-DdbEmptyTable MusicCopy -Like Music -WhatIf</code>
/// <para>Shows the keys, the number of indexes and the capacity of the table that would be created.</para>
/// </example>
/// <whatIf>Shows the keys, the number of indexes and the capacity of the table, and creates nothing.</whatIf>
/// <confirm>Prompts before the table is created.</confirm>
[Cmdlet(VerbsCommon.New, "DdbEmptyTable", DefaultParameterSetName = "KeyName", SupportsShouldProcess = true)]
[OutputType(typeof(TableInfo))]
public sealed class NewDdbEmptyTableCommand : ConnectedCommand
{
    /// <inheritdoc cref="NewDdbEmptyTableCommand"/>
    public NewDdbEmptyTableCommand() => Check(ParameterProblem);

    /// <summary>The name of the new table.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("TableName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string Table { get; set; } = "";

    /// <summary>
    /// The partition key, then the sort key if the table has one: Artist, 'Year:N'. A name without a type is a string; :N is
    /// a number, :B a binary. A hashtable as for the other commands, such as @{ Scores = 'Player','Game:N' }, is taken if it
    /// has the new table.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "KeyName")]
    [ValidateNotNullOrEmpty]
    public object? KeyName { get; set; }

    /// <summary>
    /// Another table, by its name or ARN, whose keys, indexes, billing mode, throughput and table class the new table gets.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Like")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string? Like { get; set; }

    /// <summary>
    /// The read capacity to provision, in RCU per second, together with -WriteCapacity. With -Like, global indexes keep the
    /// capacity of the other table's, or get the same as the table if those are on demand.
    /// </summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    [PSDefaultValue(Help = "On demand; with -Like as the other table")]
    public long ReadCapacity { get; set; }

    /// <summary>The write capacity to provision, in WCU per second, together with -ReadCapacity.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    [PSDefaultValue(Help = "On demand; with -Like as the other table")]
    public long WriteCapacity { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ResolvedClient connection = Connect(connections: 1);
        using (connection.Client)
        {
            TableMaker maker = new(this, connection);
            TableDefinition definition = Like is null ? TableDefinition.Of(Table, Keys()) : maker.DefineLike(Table, Like);
            if (ReadCapacity > 0)
                definition.Provision(ReadCapacity, WriteCapacity);
            if (ShouldProcess($"{definition} at {connection.Endpoint}", "create"))
                WriteObject(maker.Create(definition));
        }
    }

    private ErrorRecord? ParameterProblem()
    {
        if (TableName.IsArn(Table) || !TableName.IsValid(Table))
            return Errors.Parameter("InvalidTableName", $"'{Table}' can't be the name of a new table. {TableName.Rule}");
        if (ReadCapacity > 0 != WriteCapacity > 0)
            return Errors.Parameter("CapacityIncomplete", "-ReadCapacity and -WriteCapacity belong together: give both, or neither for a table on demand.");
        try
        {
            _ = Like is null ? Keys() : [];
            return null;
        }
        catch (ArgumentException exception)
        {
            return Errors.Parameter("InvalidKeyName", exception.Message);
        }
    }

    private IReadOnlyList<KeyAttribute> Keys() => new KeyNameParser(KeyName).Resolve(Table)?.KeyAttributes
        ?? throw new ArgumentException($"-KeyName has no keys of table '{Table}'. Write Artist, or Artist,'Year:N'.");
}
