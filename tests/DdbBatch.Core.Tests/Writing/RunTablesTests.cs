using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Pacing;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Writing;

/// <summary>Which spellings mean one table: items must never go to a table in another account or region.</summary>
public sealed class RunTablesTests
{
    private const string Mine = "arn:aws:dynamodb:eu-west-1:111111111111:table/Music";
    private const string Other = "arn:aws:dynamodb:eu-west-1:222222222222:table/Music";
    private const string OtherRegion = "arn:aws:dynamodb:us-east-1:111111111111:table/Music";

    private readonly List<string> _asked = [];
    private CallAnswer? _answer;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tables_of_two_accounts_or_regions_are_two_tables(bool hasKeyName)
    {
        RunTables tables = Create(hasKeyName);

        RunTable[] opened = [.. Array.ConvertAll([Mine, Other, OtherRegion], table => Open(tables, table))];

        Assert.Distinct(Array.ConvertAll(opened, table => table.Lane));
        Assert.Equal([Mine, Other, OtherRegion], Array.ConvertAll(opened, table => table.Identity));
        Assert.Equal([Mine, Other, OtherRegion], Array.ConvertAll(opened, table => table.Lane!.RequestTable));
    }

    [Theory]
    [InlineData(true, "Music", Mine)]
    [InlineData(true, Mine, "Music")]
    [InlineData(false, "Music", Mine)]
    [InlineData(false, Mine, "Music")]
    public void A_name_and_the_ARN_that_DynamoDB_gives_it_are_one_table(bool hasKeyName, string first, string second)
    {
        RunTables tables = Create(hasKeyName);

        RunTable one = Open(tables, first);
        RunTable two = Open(tables, second);

        Assert.NotNull(one.Lane);
        Assert.Same(one.Lane, two.Lane);
        Assert.Equal(one.Identity, two.Identity);
    }

    [Theory]
    [InlineData("Music", Other)]
    [InlineData(Other, "Music")]
    [InlineData("Music", OtherRegion)]
    public void With_key_names_a_name_and_another_accounts_ARN_are_two_tables(string first, string second)
    {
        RunTables tables = Create(hasKeyName: true);

        RunTable one = Open(tables, first);
        RunTable two = Open(tables, second);

        Assert.NotSame(one.Lane, two.Lane);
        Assert.Equal(second, two.Lane!.RequestTable);
        Assert.Equal(["Music"], _asked);
    }

    [Fact]
    public void Ambiguous_names_are_refused_and_nothing_goes_to_a_wrong_table()
    {
        _answer = new CallAnswer.ServiceError(400, "AccessDeniedException", "no DescribeTable");
        RunTables tables = Create(hasKeyName: true);

        Open(tables, "Music");
        RunTable second = Open(tables, Mine);

        Assert.Null(second.Lane);
        Assert.Equal("AmbiguousTable", second.Error!.Code);
        Assert.Contains("AccessDeniedException", second.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_key_names_DynamoDB_is_not_asked_without_need()
    {
        RunTables tables = Create(hasKeyName: true);

        Open(tables, "Music");
        Open(tables, "Concerts");
        Open(tables, Other.Replace("Music", "Artists", StringComparison.Ordinal));

        Assert.Empty(_asked);
    }

    [Fact]
    public void A_stop_does_not_wait_for_a_call_that_ignores_its_cancellation()
    {
        using CancellationTokenSource stopping = new();
        TaskCompletionSource<CallAnswer> never = new();
        RunTables tables = Create(hasKeyName: false, describe: _ =>
        {
            stopping.Cancel();
            return never.Task;
        });

        Assert.ThrowsAny<OperationCanceledException>(() => tables.Open("Music", () => { }, stopping.Token));
    }

    [Fact]
    public void While_DynamoDB_does_not_answer_the_caller_is_called_several_times()
    {
        TaskCompletionSource<CallAnswer> answering = new();
        RunTables tables = Create(hasKeyName: false, describe: _ => answering.Task);
        int calls = 0;
        tables.OnWaiting = () =>
        {
            if (++calls == 2)
                answering.SetResult(Describe("Music"));
        };

        Assert.NotNull(Open(tables, "Music").Lane);

        Assert.True(calls >= 2);
    }

    private static RunTable Open(RunTables tables, string table) => tables.Open(table, () => { }, CancellationToken.None);

    private RunTables Create(bool hasKeyName, Func<string, Task<CallAnswer>>? describe = null)
    {
        WriteOptions options = new();
        ScriptedTransport transport = new((_, _) => throw new NotSupportedException())
        {
            Describe = describe ?? (table => Task.FromResult(Describe(table))),
        };
        return new RunTables(
            new TableDescriber(transport),
            table => hasKeyName ? SchemaOf(table) : null,
            (schema, table, _) => new Lane(schema, table, options, new Ledger(reportWritten: false), new Pacer(null, null, TimeSpan.Zero)));
    }

    private CallAnswer Describe(string table)
    {
        _asked.Add(table);
        string arn = TableName.IsArn(table) ? table : $"arn:aws:dynamodb:eu-west-1:111111111111:table/{table}";
        return _answer ?? new CallAnswer.Description(new TableDescription(SchemaOf(table), arn, new Throughput(null, [])));
    }

    private static TableSchema SchemaOf(string table) => new(TableName.Of(table), [new("id", ScalarAttributeType.N)]);
}
