using System;
using System.Linq;
using System.Text;
using DdbBatch.Protocol;
using Xunit;

namespace DdbBatch.Tests.Protocol;

/// <summary>The answers to statements and single writes, which take nothing for granted.</summary>
public sealed class ChangeAnswerTests
{
    [Fact]
    public void Each_statement_has_the_response_at_its_place()
    {
        CallAnswer? answer = Statements(
            """{"Responses":[{"TableName":"T"},{"TableName":"T","Error":{"Code":"DuplicateItem","Message":"there"}},{"TableName":"T"}],"ConsumedCapacity":[{"TableName":"T","CapacityUnits":2.5}]}""",
            statements: 3);

        CallAnswer.Success success = Assert.IsType<CallAnswer.Success>(answer);
        OperationFailure failure = Assert.Single(success.Failures);
        Assert.Equal((1, "DuplicateItem", "there"), (failure.Index, failure.Error.Code, failure.Error.Message));
        Assert.Equal(2.5, success.Capacity!.Total);
    }

    [Theory]
    [InlineData("""{"Responses":[{"TableName":"T"}]}""")]
    [InlineData("""{"Responses":[{"TableName":"T"},{"TableName":"T"},{"TableName":"T"}]}""")]
    [InlineData("""{"Responses":[{"TableName":"T"},{"Error":{"Message":"no code"}}]}""")]
    [InlineData("""{"Responses":[{"TableName":"T"},{"Error":"DuplicateItem"}]}""")]
    [InlineData("""{"Responses":[{"TableName":"T"},"T"]}""")]
    [InlineData("""{"Responses":[{},{}],"Responses":[{},{}]}""")]
    [InlineData("""{"Responses":[{},{}]""")]
    public void Responses_that_are_not_those_of_the_statements_are_no_answer(string body)
    {
        CallAnswer.NoAnswer none = Assert.IsType<CallAnswer.NoAnswer>(Statements(body, statements: 2, isOfAws: true));

        Assert.Equal(("CorruptAnswer", true), (none.Code, none.WasSent));
    }

    [Theory]
    [InlineData("""{"Responses":[{"TableName":"T","Error":{"Code":"DuplicateItem","Message":"there"}},{"Error":{"Code":"ValidationError","Message":"no"}}]}""")]
    [InlineData("""{"ConsumedCapacity":[],"Responses":[{"TableName":"T","Error":{"Code":"DuplicateItem","Message":"there"}},{"Error":{"Code":"ValidationError","Message":"no"}}]}""")]
    public void Statements_that_have_all_failed_say_so_without_any_capacity(string body)
    {
        CallAnswer.Success success = Assert.IsType<CallAnswer.Success>(Statements(body, statements: 2));

        Assert.Equal(["DuplicateItem", "ValidationError"], success.Failures.Select(failure => failure.Error.Code));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"message":"log in"}""")]
    [InlineData("""<html></html>""")]
    [InlineData("""{"Responses":[{},{}]}""")]
    public void An_answer_that_shows_nothing_of_DynamoDB_is_not_its_own(string body)
    {
        Assert.Null(Statements(body, statements: 2));
        Assert.Null(SingleAnswerReader.Read(Encoding.UTF8.GetBytes(body), isOfAws: false));
    }

    [Fact]
    public void A_single_write_is_confirmed_by_its_consumed_capacity_or_by_its_checksum()
    {
        byte[] whole = """{"ConsumedCapacity":{"TableName":"T","CapacityUnits":13.0,"Table":{"CapacityUnits":12.0},"GlobalSecondaryIndexes":{"i":{"CapacityUnits":1.0}}},"ItemCollectionMetrics":{"ItemCollectionKey":{"id":{"S":"a"}},"SizeEstimateRangeGB":[1.0,2.0]}}"""u8.ToArray();

        CallAnswer.Success success = Assert.IsType<CallAnswer.Success>(SingleAnswerReader.Read(whole, isOfAws: false));

        Assert.Equal((13.0, 12.0, 1.0), (success.Capacity!.Total, success.Capacity.ByIndex[""], success.Capacity.ByIndex["i"]));
        Assert.Equal(2.0, Assert.Single(success.ItemCollections).Value);
        Assert.IsType<CallAnswer.Success>(SingleAnswerReader.Read("{}"u8.ToArray(), isOfAws: true));
        Assert.All(
            Enumerable.Range(1, whole.Length - 1),
            length => Assert.IsNotType<CallAnswer.Success>(SingleAnswerReader.Read(whole.AsSpan(0, length).ToArray(), isOfAws: true)));
    }

    private static CallAnswer? Statements(string body, int statements, bool isOfAws = false) =>
        StatementsAnswerReader.Read(Encoding.UTF8.GetBytes(body), isOfAws, statements);
}
