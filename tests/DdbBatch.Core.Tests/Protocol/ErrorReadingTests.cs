using System.Net.Http;
using System.Text;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Protocol;

/// <summary>The one reader of errors, whichever transport has brought them.</summary>
public sealed class ErrorReadingTests
{
    [Theory]
    [InlineData("", "ProvisionedThroughputExceededException:http://internal/", "ProvisionedThroughputExceededException")]
    [InlineData("Slow down", "ThrottlingException", "ThrottlingException")]
    [InlineData("""{"code":"ns#ThrottlingException"}""", null, "ThrottlingException")]
    [InlineData("""{"__type":"ns#ThrottlingException:http://internal/"}""", null, "ThrottlingException")]
    [InlineData("""{"__type":"ns#Other"}""", "ThrottlingException", "ThrottlingException")]
    [InlineData("""{"__type":7,"code":"NewException"}""", null, "NewException")]
    [InlineData("""{"code":"RequestLimitExceeded"}""", null, "RequestLimitExceeded")]
    [InlineData("""{"code":"BAD_REQUEST","message":"from a gateway"}""", null, "")]
    [InlineData("""{"message":"maintenance"}""", null, "")]
    [InlineData("[]", null, "")]
    [InlineData("<html>", null, "")]
    [InlineData("", null, "")]
    public void The_type_is_in_the_header_or_the_body(string body, string? header, string expected) =>
        Assert.Equal(expected, Read(400, body, header is null ? [] : [("x-amzn-ErrorType", header)]).Code);

    [Fact]
    public void An_answer_that_is_not_DynamoDBs_is_named_by_who_gave_it()
    {
        CallAnswer.ServiceError error = Read(
            302,
            "<html><style>p { color: red }</style><h1>Log in</h1></html>",
            ("Server", "nginx"),
            ("Via", "1.1 corporate"),
            ("Location", "http://portal.invalid/"));

        Assert.Equal(
            "HTTP status 302 from 'nginx' via '1.1 corporate', which sends to http://portal.invalid/. "
                + "That isn't an answer of DynamoDB. Log in",
            error.Message);
    }

    private static CallAnswer.ServiceError Read(int status, string body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = new();
        foreach ((string name, string value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return AnswerReader.ReadError(new RawAnswer.Answered(status, Encoding.UTF8.GetBytes(body), IsTooLong: false, response.Headers));
    }
}
