using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.TestKit.Capacity;
using DdbBatch.Tests.TestKit;
using Xunit;

namespace DdbBatch.Tests.Protocol;

/// <summary>Captures of AWS's answers, as data; docs/aws-behaviour.md names the source of each.</summary>
public sealed class AwsBehaviourTests
{
    private static readonly TableSchema Schema = new("T", [new KeyAttribute("id", ScalarAttributeType.S)]);

    /// <summary>Numbers with their sizes in bytes.</summary>
    public static TheoryData<string, int> Sizes { get; } = new()
    {
        { "1", 2 }, { "12", 2 }, { "123", 3 }, { "1234", 3 }, { "12345", 4 }, { "123456", 4 }, { "1234567", 5 }, { "12345678", 5 },
        { "123456789", 6 }, { "1234567891", 6 }, { "12345678912", 7 }, { "123456789123", 7 }, { "1234567890123456789", 11 },
        { "12345678901234567890123456789012345678", 20 }, { "0042", 2 }, { "100", 2 }, { "1010", 3 }, { "0.0000001", 2 }, { "0", 1 },
        { "1E125", 2 }, { "1E-100", 2 }, { "1.5", 3 }, { "1.2", 3 }, { "1.200", 3 }, { "1.234", 4 }, { "3.14159", 5 }, { "100.5", 4 },
        { "0.15", 2 }, { "15", 2 }, { "-42", 3 }, { "-12345", 5 }, { "-1E125", 3 }, { "-0.15", 3 }, { "-0", 1 },
    };

    /// <summary>Numbers with the text that a read returns.</summary>
    public static TheoryData<string, string> Stored { get; } = new()
    {
        { "+5", "5" }, { "+1.5", "1.5" }, { "+0", "0" }, { "-0", "0" }, { "+0.0", "0" }, { "+1e2", "100" }, { "1e+2", "100" },
        { "1.5E+3", "1500" }, { "-7", "-7" }, { "+.5", "0.5" }, { ".5", "0.5" }, { "5.", "5" }, { "00042", "42" },
        { "1.23E10", "12300000000" }, { "+1e-2", "0.01" }, { "1.0", "1" }, { "3.1400", "3.14" }, { "1.5E2", "150" },
    };

    /// <summary>Texts that are no numbers, or none that can be stored, and what is wrong with them.</summary>
    public static TheoryData<string, string> Refused { get; } = new(
        new[]
        {
            "+e2", "e2", "+1+2", "1+2", "+1.2.3", "1.2.3", "++5", "+-5", "-+5", "+", "-", "1e", "1e+", ".", "1.2e3.4", "0x5", "NaN",
            "Infinity", "1_000", " 5", "5 ", "1 5", "",
        }.Select(text => (text, nameof(DdbNumberStatus.NotANumber)))
        .Append(("123456789012345678901234567890123456789", nameof(DdbNumberStatus.TooPrecise)))
        .Append(("1E+126", nameof(DdbNumberStatus.OutOfRange)))
        .Append(("-1E+126", nameof(DdbNumberStatus.OutOfRange)))
        .Append(("1E-131", nameof(DdbNumberStatus.OutOfRange))));

    /// <summary>Bodies of errors with their classes.</summary>
    public static TheoryData<string, string> Errors { get; } = new()
    {
        { """{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}""", "ConditionFailed" },
        { """{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed","Item":{"id":{"S":"a"}}}""", "ConditionFailed" },
        { """{"__type":"com.amazonaws.dynamodb.v20120810#DuplicateItemException","message":"Duplicate primary key exists in table"}""", "ConditionFailed" },
        { """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of configured provisioned throughput for the table was exceeded."}""", "Throttled" },
        { """{"__type":"com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException","message":"Collection size exceeded."}""", "ItemFault" },
        { """{"__type":"com.amazon.coral.service#SerializationException","Message":"Start of structure or map found where not expected."}""", "ItemFault" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"1 validation error detected: Invalid ConditionExpression: The expression has redundant parentheses;"}""", "LaneFatal" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"1 validation error detected: Invalid ConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [Tags]"}""", "LaneFatal" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"1 validation error detected: Invalid ConditionExpression: Expression size has exceeded the maximum allowed size"}""", "LaneFatal" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"1 validation error detected: Invalid ConditionExpression: Incorrect operand type for operator or function; operator: <, operand type: M"}""", "ItemFault" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"Invalid ConditionExpression: The expression can not be empty;"}""", "LaneFatal" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"1 validation error detected: Invalid UpdateExpression: Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\""}""", "ItemFault" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"Item size to update has exceeded the maximum allowed size"}""", "ItemFault" },
        { """{"__type":"com.amazon.coral.validate#ValidationException","message":"Read and write requests together in the same batch is not supported."}""", "ItemFault" },
        { """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User is not authorized"}""", "LaneFatal" },
    };

    [Fact]
    public void Each_answer_to_a_wrong_request_has_its_class() => Assert.All(AwsAnswer.All, answer =>
    {
        Assert.NotEmpty(answer.Source);
        if (answer.Aws.StartsWith('{'))
        {
            CallAnswer.Success success = Assert.IsType<CallAnswer.Success>(
                StatementsAnswerReader.Read(Encoding.UTF8.GetBytes(answer.Aws), isOfAws: true, statements: 1));
            Assert.Equal(answer.Class, success.Failures.Select(failure => (ErrorClass?)ErrorClassifier.Classify(failure.Error, true, 0)).SingleOrDefault());
            return;
        }

        string[] parts = answer.Aws.Split(": ", 2);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{parts[0]}", ["message"] = parts[1] });
        Assert.Equal(answer.Class, ClassOf(body));
    });

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_error_has_its_class(string body, string expected)
    {
        Assert.Equal(expected, ClassOf(Encoding.UTF8.GetBytes(body)).ToString());

        ErrorBody error = ErrorBody.Read(Encoding.UTF8.GetBytes(body));
        Assert.NotEmpty(error.Message);
        Assert.Equal(body.Contains("\"Item\"", StringComparison.Ordinal), error.Item is not null);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_number_has_the_size_that_AWS_counts(string text, int sizeBytes)
    {
        byte[] item = Encoding.UTF8.GetBytes($$$"""{"a":{"N":"{{{text}}}"}}""");

        Assert.Equal(1 + sizeBytes, ItemSize.Of(item));
        Assert.Equal(1 + sizeBytes, ItemSizer.SizeOf(item));
        Assert.Equal(1 + sizeBytes, Write(writer => writer.WriteNumber(text)).SizeBytes);
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void A_number_that_AWS_takes_is_equal_to_the_text_that_it_returns(string text, string stored)
    {
        byte[] written = Write(writer => writer.WriteNumber(text)).Json;

        Assert.True(ItemEquality.AreEqual(written, Encoding.UTF8.GetBytes($$$"""{"a":{"N":"{{{stored}}}"}}""")));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_number_that_AWS_refuses_is_not_sent(string text, string status)
    {
        Assert.Equal(status, DdbNumber.Parse(Encoding.UTF8.GetBytes(text), out _).ToString());
        Assert.Throws<ItemException>(() => Write(writer => writer.WriteNumber(text)));
    }

    [Theory]
    [InlineData("12345678901234567890123456789012345678")]
    [InlineData("9.9999999999999999999999999999999999999E+125")]
    [InlineData("-9.9999999999999999999999999999999999999E+125")]
    [InlineData("1E-130")]
    [InlineData("+1E-130")]
    public void The_largest_and_the_smallest_numbers_are_sent(string text) =>
        Assert.Equal(DdbNumberStatus.Valid, DdbNumber.Parse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData(31, null)]
    [InlineData(32, "NestingTooDeep")]
    public void Values_may_be_in_31_maps(int maps, string? errorId) => Assert.Equal(errorId, ErrorOf(writer =>
    {
        for (int i = 0; i < maps; i++)
        {
            writer.BeginMap(null);
            writer.BeginMapAttribute("m");
        }

        writer.WriteString("x");
        for (int i = 0; i < maps; i++)
            writer.EndMap();
    }));

    [Fact]
    public void Empty_values_are_sent_and_empty_sets_and_equal_members_are_not()
    {
        Assert.Null(ErrorOf(writer => writer.WriteString("")));
        Assert.Null(ErrorOf(writer => writer.WriteBinary([])));
        Assert.Equal("EmptySet", ErrorOf(writer => Set(writer)));
        Assert.Equal("DuplicateSetMember", ErrorOf(writer => Set(writer, "1", "1.0")));

        static void Set(ItemWriter writer, params string[] numbers)
        {
            writer.BeginSet(AttributeType.NS);
            foreach (string number in numbers)
            {
                writer.BeginElement();
                writer.WriteNumber(number);
            }

            writer.EndSet();
        }
    }

    // One success beside failures of 3 and 1 units: they are part of the sum and of no other figure.
    [Fact]
    public void The_sum_of_statements_may_be_more_than_its_parts()
    {
        CallAnswer.Success success = Assert.IsType<CallAnswer.Success>(StatementsAnswerReader.Read(
            """{"Responses":[{"TableName":"T","Error":{"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"}},{"TableName":"T"},{"Error":{"Code":"ValidationError","Message":"Statement wasn't well formed, can't be processed: Expected data manipulation"}}],"ConsumedCapacity":[{"TableName":"T","CapacityUnits":6.0,"Table":{"CapacityUnits":1.0},"GlobalSecondaryIndexes":{"i":{"CapacityUnits":1.0}}}]}"""u8.ToArray(),
            isOfAws: true,
            statements: 3));

        Assert.Equal((6, 1, 1), (success.Capacity!.Total, success.Capacity.ByIndex[""], success.Capacity.ByIndex["i"]));
        Assert.Equal([0, 2], success.Failures.Select(failure => failure.Index));
        Assert.All(success.Failures, failure => Assert.Null(failure.Error.ExistingItem));
    }

    [Fact]
    public void The_answer_to_keys_has_the_missing_ones_neither_as_items_nor_as_unprocessed()
    {
        EncodedItem[] keys = [.. new[] { "a", "b", "c" }.Select(id => Key($$$"""{"id":{"S":"{{{id}}}"}}"""))];

        KeysAnswer answer = KeysAnswerReader.Read(
            """{"Responses":{"T":[{"id":{"S":"c"},"x":{"N":"1"}}]},"UnprocessedKeys":{"T":{"Keys":[{"id":{"S":"a"}}],"ConsistentRead":true}},"ConsumedCapacity":[{"TableName":"T","CapacityUnits":1.0}]}"""u8.ToArray(),
            keys,
            Schema);

        Assert.Equal(1, answer.ConsumedUnits);
        Assert.Equal(["unprocessed", "missing", "found"], keys.Select((_, i) =>
            answer.Items[i] is not null ? "found" : answer.IsUnprocessed[i] ? "unprocessed" : "missing"));

        static EncodedItem Key(string json)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            return new EncodedItem(bytes, ItemSize.Of(bytes), ItemKeyReader.Read(bytes, Schema));
        }
    }

    private static ErrorClass ClassOf(byte[] body)
    {
        ErrorBody error = ErrorBody.Read(body);
        return ErrorClassifier.Classify(new CallAnswer.ServiceError(400, error.Code, error.Message), hasSucceeded: true, credentialErrors: 0);
    }

    private static string? ErrorOf(Action<ItemWriter> write) => (Record.Exception(() => Write(write)) as ItemException)?.ErrorId;

    private static EncodedItem Write(Action<ItemWriter> write)
    {
        ItemWriter writer = new();
        writer.BeginItem();
        writer.BeginAttribute(AttributeName.Create("a", null, writer.Path));
        write(writer);
        return writer.EndItem(null);
    }
}
