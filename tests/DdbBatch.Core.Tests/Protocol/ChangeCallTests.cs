using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Pacing;
using DdbBatch.Protocol;
using DdbBatch.Tests.Transport;
using DdbBatch.Tests.Writing;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Protocol;

/// <summary>The calls for changes and conditions, carried out by DynamoDB Local.</summary>
public sealed class ChangeCallTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    // A reserved word, a dot, blanks, both sigils, an emoji, a quote, and two names that differ in case.
    private const string OddNames =
        """{"id":{"N":"1"},"Size":{"S":"a"},"a.b":{"S":"b"},"two words":{"S":"c"},"#x":{"S":"d"},":y":{"S":"e"},"😀":{"S":"f"},"q\"\\":{"S":"g"},"name":{"S":"h"},"NAME":{"S":"i"}}""";

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_update_sets_its_attributes_and_leaves_the_others(TransportKind kind)
    {
        await PutAsync("""{"id":{"N":"1"},"Title":{"S":"old"},"Price":{"N":"1"}}""");

        CallAnswer answer = await SendAsync(kind, Update("""{"id":{"N":"1"},"Price":{"N":"5"}}"""));

        Assert.Equal(1, Assert.IsType<CallAnswer.Success>(answer).Capacity!.Total);
        await AssertItemAsync("""{"id":{"N":"1"},"Title":{"S":"old"},"Price":{"N":"5"}}""");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_update_creates_the_item_if_there_is_none(TransportKind kind)
    {
        Assert.IsType<CallAnswer.Success>(await SendAsync(kind, Update("""{"id":{"N":"1"},"Price":{"N":"5"}}""")));

        await AssertItemAsync("""{"id":{"N":"1"},"Price":{"N":"5"}}""");
    }

    [Fact]
    public async Task An_update_without_attributes_creates_an_item_of_its_key_and_changes_no_other()
    {
        Assert.IsType<CallAnswer.Success>(await SendAsync(Update("""{"id":{"N":"1"}}""")));
        await AssertItemAsync("""{"id":{"N":"1"}}""");
        await PutAsync("""{"id":{"N":"1"},"Price":{"N":"1"}}""");

        Assert.IsType<CallAnswer.Success>(await SendAsync(Update("""{"id":{"N":"1"}}""")));

        await AssertItemAsync("""{"id":{"N":"1"},"Price":{"N":"1"}}""");
    }

    [Fact]
    public async Task Any_name_can_be_set()
    {
        await PutAsync("""{"id":{"N":"1"},"nAME":{"S":"j"}}""");

        Assert.IsType<CallAnswer.Success>(await SendAsync(Update(OddNames)));

        await AssertItemAsync(OddNames[..^1] + ""","nAME":{"S":"j"}}""");
    }

    [Fact]
    public async Task Any_name_can_be_removed_while_others_are_set()
    {
        await PutAsync(OddNames);
        ItemChange change = new() { Removed = ["Size", "a.b", "two words", "#x", ":y", "😀", "q\"\\", "NAME", "none"] };

        Assert.IsType<CallAnswer.Success>(await SendAsync(Update("""{"id":{"N":"1"},"name":{"S":"z"}}""", change)));

        await AssertItemAsync("""{"id":{"N":"1"},"name":{"S":"z"}}""");
    }

    [Fact]
    public async Task A_nested_map_is_replaced_as_a_whole()
    {
        await PutAsync("""{"id":{"N":"1"},"Address":{"M":{"City":{"S":"Rome"},"Zip":{"S":"1"}}}}""");

        await SendAsync(Update("""{"id":{"N":"1"},"Address":{"M":{"City":{"S":"Oslo"}}}}"""));

        await AssertItemAsync("""{"id":{"N":"1"},"Address":{"M":{"City":{"S":"Oslo"}}}}""");
    }

    [Fact]
    public async Task With_MustExist_no_item_is_created()
    {
        ItemChange change = new() { MustExist = true };

        CallAnswer answer = await SendAsync(Update("""{"id":{"N":"1"},"Price":{"N":"5"}}""", change));

        Assert.Null(AssertConditionFailed(answer).ExistingItem);
        await PutAsync("""{"id":{"N":"1"}}""");
        Assert.IsType<CallAnswer.Success>(await SendAsync(Update("""{"id":{"N":"1"},"Price":{"N":"5"}}""", change)));
        await AssertItemAsync("""{"id":{"N":"1"},"Price":{"N":"5"}}""");
    }

    [Theory]
    [InlineData(OperationKind.Put, """{"id":{"N":"1"},"Version":{"N":"2"},"Size":{"S":"new"}}""", """{"id":{"N":"1"},"Version":{"N":"2"},"Size":{"S":"new"}}""")]
    [InlineData(OperationKind.Update, """{"id":{"N":"1"},"Version":{"N":"2"}}""", """{"id":{"N":"1"},"Version":{"N":"2"},"Size":{"S":"old"}}""")]
    [InlineData(OperationKind.Delete, """{"id":{"N":"1"}}""", null)]
    public async Task A_newer_version_wins_and_an_older_one_returns_the_item(OperationKind kind, string item, string? left)
    {
        const string Existing = """{"id":{"N":"1"},"Version":{"N":"1"},"Size":{"S":"old"}}""";
        await PutAsync(Existing);

        CallAnswer older = await SendAsync(Operation(kind, item, NewerThan("1")));

        AssertSame(Existing, AssertConditionFailed(older).ExistingItem!);
        Assert.IsType<CallAnswer.Success>(await SendAsync(Operation(kind, item, NewerThan("2"))));
        Assert.Equal(left is null ? 0 : 1, (await ScanAsync()).Count);
        if (left is not null)
            await AssertItemAsync(left);
    }

    [Fact]
    public async Task A_condition_and_an_update_may_use_the_same_names_and_MustExist()
    {
        await PutAsync("""{"id":{"N":"1"},"Version":{"N":"1"},"Old":{"S":"x"}}""");
        ItemChange change = NewerThan("2") with { MustExist = true, Removed = ["Old"] };

        Assert.IsType<CallAnswer.Success>(await SendAsync(Update("""{"id":{"N":"1"},"Version":{"N":"2"}}""", change)));

        await AssertItemAsync("""{"id":{"N":"1"},"Version":{"N":"2"}}""");
    }

    [Theory]
    [InlineData("#Version < :Version")]
    [InlineData("(#Version < :Version)")]
    [InlineData(" ( #Version < :Version OR (#Version = :Version) ) ")]
    [InlineData("(#Version < :Version) OR (#Version > :Version)")]
    [InlineData("((#Version < :Version) OR (#Version > :Version))")]
    [InlineData("NOT (#Version = :Version)")]
    [InlineData("#Version < :Version OR size(#Title) > :Version")]
    public async Task A_condition_that_is_made_part_of_a_larger_one_has_no_redundant_parentheses(string condition)
    {
        await PutAsync("""{"id":{"N":"1"},"Version":{"N":"1"}}""");
        ItemChange change = NewerThan("2", condition) with { MustExist = true };

        Assert.IsType<CallAnswer.Success>(await SendAsync(Update("""{"id":{"N":"1"},"Version":{"N":"2"}}""", change)));
        AssertConditionFailed(await SendAsync(Update("""{"id":{"N":"2"},"Version":{"N":"2"}}""", change)));
        AssertConditionFailed(await SendAsync(Operation(OperationKind.Insert, """{"id":{"N":"1"}}""", NewerThan("9", condition))));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_batch_inserts_what_is_absent_and_says_of_each_that_exists(TransportKind kind)
    {
        await PutAsync("""{"id":{"N":"7"},"Title":{"S":"old"}}""");
        WriteOperation[] inserts = [.. Enumerable.Range(1, 25).Select(i =>
            Operation(OperationKind.Insert, """{"id":{"N":"@"},"a.b \"#":{"M":{"x":{"L":[{"NULL":true}]}}}}""".Replace("@", $"{i}"), position: i))];

        CallAnswer answer = await SendAsync(kind, inserts);

        OperationFailure failure = Assert.Single(Assert.IsType<CallAnswer.Success>(answer).Failures);
        Assert.Equal(6, failure.Index);
        Assert.Equal(ErrorClass.ConditionFailed, ErrorClassifier.Classify(failure.Error, true, 0));
        // DynamoDB Local says nothing of the consumed capacity of statements; AWS does.
        Assert.False(((CallAnswer.Success)answer).Capacity?.Total < 24);
        Assert.Equal("DuplicateItem", failure.Error.Code);
        Assert.Equal(25, (await ScanAsync()).Count);
        Assert.Contains(await ScanAsync(), item => item.Contains("old", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_insert_that_is_sent_alone_returns_the_item_that_exists()
    {
        const string Existing = """{"id":{"N":"1"},"Title":{"S":"old"}}""";
        await PutAsync(Existing);
        WriteOperation insert = Operation(OperationKind.Insert, """{"id":{"N":"1"},"Title":{"S":"new"}}""");
        insert.SendAlone();

        AssertSame(Existing, AssertConditionFailed(await SendAsync(insert)).ExistingItem!);

        await AssertItemAsync(Existing);
    }

    [Fact]
    public async Task An_insert_that_is_sent_alone_writes_an_item_that_is_absent()
    {
        WriteOperation insert = Operation(OperationKind.Insert, """{"id":{"N":"1"},"Title":{"S":"new"}}""");
        insert.SendAlone();

        Assert.IsType<CallAnswer.Success>(await SendAsync(insert));

        await AssertItemAsync("""{"id":{"N":"1"},"Title":{"S":"new"}}""");
    }

    [Fact]
    public async Task As_many_attributes_as_an_expression_takes_can_be_set_and_one_more_is_refused_with_the_count()
    {
        int most = Enumerable.Range(1, 1000).Last(count => UpdateExpression.Fits(count, 0, ConditionExpression.None));

        Assert.InRange(most, 500, 560);
        Assert.IsType<CallAnswer.Success>(await SendAsync(Update(Wide(most))));
        EncodedItem tooWide = Encode(Wide(most + 1));
        ItemException refused = Assert.Throws<ItemException>(
            () => UpdateExpression.Check(tooWide, [], ConditionExpression.None, SampleOperations.Schema));
        Assert.Equal("TooManyAttributes", refused.ErrorId);
        Assert.Contains($"{most + 1} attributes", refused.Message, StringComparison.Ordinal);
        UpdateExpression.Check(Encode(Wide(most)), [], ConditionExpression.None, SampleOperations.Schema);
    }

    [Fact]
    public void A_key_attribute_cannot_be_removed_and_none_is_both_set_and_removed()
    {
        EncodedItem item = Encode("""{"id":{"N":"1"},"a":{"S":"x"}}""");

        Assert.Equal("KeyRemoved", Refusal(["b", "id"]));
        Assert.Equal("RemovedTwice", Refusal(["a"]));
        UpdateExpression.Check(item, ["b"], ConditionExpression.None, SampleOperations.Schema);

        string Refusal(string[] removed) => Assert.Throws<ItemException>(
            () => UpdateExpression.Check(item, removed, ConditionExpression.None, SampleOperations.Schema)).ErrorId;
    }

    private static string Wide(int attributes) =>
        "{\"id\":{\"N\":\"1\"}" + string.Concat(Enumerable.Range(1, attributes).Select(i => $",\"a{i}\":{{\"N\":\"{i}\"}}")) + "}";

    private static ItemChange NewerThan(string version, string condition = "#Version < :Version OR attribute_not_exists(#id)")
    {
        byte[] input = Encoding.UTF8.GetBytes($"{{\"Version\":{{\"N\":\"{version}\"}}}}");
        return new ItemChange
        {
            Condition = condition,
            ConditionValues = ConditionExpression.Parse(condition).Bind(input, new Dictionary<string, byte[]>()),
        };
    }

    private static EncodedItem Encode(string item)
    {
        byte[] json = Encoding.UTF8.GetBytes(item);
        return new EncodedItem(json, ItemSize.Of(json), ItemKeyReader.Read(json, SampleOperations.Schema));
    }

    private static WriteOperation Operation(OperationKind kind, string item, ItemChange? change = null, int position = 1) =>
        new(position, kind, Encode(item), null, change);

    private static WriteOperation Update(string item, ItemChange? change = null) => Operation(OperationKind.Update, item, change);

    private static CallAnswer.ServiceError AssertConditionFailed(CallAnswer answer)
    {
        CallAnswer.ServiceError error = Assert.IsType<CallAnswer.ServiceError>(answer);
        Assert.Equal("ConditionalCheckFailedException", error.Code);
        return error;
    }

    private static void AssertSame(string expected, byte[] actual) =>
        Assert.True(ItemEquality.AreEqual(Encoding.UTF8.GetBytes(expected), actual), Encoding.UTF8.GetString(actual));

    private Task<CallAnswer> SendAsync(params WriteOperation[] operations) => SendAsync(TransportKind.Direct, operations);

    private Task<CallAnswer> SendAsync(TransportKind kind, params WriteOperation[] operations)
    {
        Pacer pacer = new(maxWriteCapacity: null, writeCapacity: null, TimeSpan.Zero);
        Lane lane = new(SampleOperations.Schema, Table, new WriteOptions(), new Ledger(reportWritten: true), pacer);
        return Connect(kind, Server.Endpoint).SendAsync(new BatchRequest(lane, operations), Cancellation);
    }

    private async Task PutAsync(string item) => Assert.Null(await DynamoDbWire.PutAsync(Server.Endpoint, Table, item));

    private Task<IReadOnlyList<string>> ScanAsync() => DynamoDbWire.ScanAsync(Server.Endpoint, Table);

    private async Task AssertItemAsync(string expected) =>
        AssertSame(expected, Encoding.UTF8.GetBytes(Assert.Single(await ScanAsync())));
}
