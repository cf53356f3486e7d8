using DdbBatch.Protocol;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Protocol;

public sealed class ErrorClassifierTests
{
    [Theory]
    [InlineData(400, "ProvisionedThroughputExceededException", ErrorClass.Throttled)]
    [InlineData(400, "ThrottlingException", ErrorClass.Throttled)]
    [InlineData(400, "RequestLimitExceeded", ErrorClass.Throttled)]
    [InlineData(429, "", ErrorClass.Throttled)]
    [InlineData(400, "ReplicatedWriteConflictException", ErrorClass.Transient)]
    [InlineData(500, "InternalServerError", ErrorClass.Ambiguous)]
    [InlineData(503, "ServiceUnavailable", ErrorClass.Ambiguous)]
    [InlineData(502, "", ErrorClass.Ambiguous)]
    [InlineData(408, "", ErrorClass.Ambiguous)]
    [InlineData(400, "ValidationException", ErrorClass.ItemFault)]
    [InlineData(400, "ItemCollectionSizeLimitExceededException", ErrorClass.ItemFault)]
    [InlineData(400, "SerializationException", ErrorClass.ItemFault)]
    [InlineData(400, "AnErrorOfTheFuture", ErrorClass.ItemFault)]
    [InlineData(413, "", ErrorClass.ItemFault)]
    [InlineData(400, "ResourceNotFoundException", ErrorClass.LaneFatal)]
    [InlineData(400, "AccessDeniedException", ErrorClass.LaneFatal)]
    [InlineData(400, "RequestAbortedException", ErrorClass.Ambiguous)]
    [InlineData(408, "RequestTimeoutException", ErrorClass.Ambiguous)]
    [InlineData(400, "UnknownOperationException", ErrorClass.LaneFatal)]
    [InlineData(403, "AccessDenied", ErrorClass.LaneFatal)]
    [InlineData(404, "NoSuchBucket", ErrorClass.LaneFatal)]
    [InlineData(400, "SubscriptionRequiredException", ErrorClass.RunFatal)]
    [InlineData(400, "ConditionalCheckFailedException", ErrorClass.ConditionFailed)]
    [InlineData(400, "TransactionConflictException", ErrorClass.Transient)]
    // Codes of a statement in a batch.
    [InlineData(400, "ConditionalCheckFailed", ErrorClass.ConditionFailed)]
    [InlineData(400, "DuplicateItem", ErrorClass.ConditionFailed)]
    [InlineData(400, "DuplicateItemException", ErrorClass.ConditionFailed)]
    [InlineData(400, "ProvisionedThroughputExceeded", ErrorClass.Throttled)]
    [InlineData(400, "ThrottlingError", ErrorClass.Throttled)]
    [InlineData(400, "TransactionConflict", ErrorClass.Transient)]
    [InlineData(400, "InternalServerError", ErrorClass.Ambiguous)]
    [InlineData(400, "ItemCollectionSizeLimitExceeded", ErrorClass.ItemFault)]
    [InlineData(400, "ValidationError", ErrorClass.ItemFault)]
    [InlineData(400, "ResourceNotFound", ErrorClass.LaneFatal)]
    [InlineData(400, "AccessDenied", ErrorClass.LaneFatal)]
    internal void Each_error_of_the_service_has_one_meaning(int status, string code, ErrorClass expected)
    {
        CallAnswer answer = new CallAnswer.ServiceError(status, code, "");

        Assert.Equal(expected, ErrorClassifier.Classify(answer, hasSucceeded: false, credentialErrors: 0));
        Assert.Equal(expected, ErrorClassifier.Classify(answer, hasSucceeded: true, credentialErrors: 0));
    }

    [Theory]
    [InlineData("Invalid ConditionExpression: Syntax error; token: \"=\", near: \"= =\"", ErrorClass.LaneFatal)]
    [InlineData("Invalid ConditionExpression: Invalid function name; function: nonsense", ErrorClass.LaneFatal)]
    [InlineData("Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: Name", ErrorClass.LaneFatal)]
    [InlineData("Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N", ErrorClass.ItemFault)]
    [InlineData("1 validation error detected: Invalid ConditionExpression: Syntax error; token: \"=\", near: \"= =\"", ErrorClass.LaneFatal)]
    [InlineData("1 validation error detected: Invalid ConditionExpression: The expression has redundant parentheses;", ErrorClass.LaneFatal)]
    [InlineData("1 validation error detected: Invalid ConditionExpression: Incorrect operand type for operator or function; operator: <, operand type: M", ErrorClass.ItemFault)]
    [InlineData("1 validation error detected: Invalid UpdateExpression: Syntax error", ErrorClass.ItemFault)]
    [InlineData("Invalid ConditionExpression: Invalid attribute type name found; type: Q, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}", ErrorClass.ItemFault)]
    [InlineData("Invalid UpdateExpression: Syntax error", ErrorClass.ItemFault)]
    [InlineData("One or more parameter values were invalid", ErrorClass.ItemFault)]
    internal void A_condition_that_cannot_be_read_is_the_fault_of_no_single_item(string message, ErrorClass expected)
    {
        CallAnswer answer = new CallAnswer.ServiceError(400, "ValidationException", message);

        Assert.Equal(expected, ErrorClassifier.Classify(answer, hasSucceeded: true, credentialErrors: 0));
        Assert.Equal(expected == ErrorClass.LaneFatal ? "InvalidCondition" : "ValidationException", answer.ToError().Code);
    }

    [Theory]
    [InlineData("Invalid FilterExpression: Syntax error; token: \"ge\", near: \"-ge 7\"", "InvalidFilter")]
    [InlineData("1 validation error detected: Invalid FilterExpression: Syntax error", "InvalidFilter")]
    [InlineData("Filter Expression can only contain non-primary key attributes: Primary key attribute: Id", "InvalidFilter")]
    [InlineData("Invalid KeyConditionExpression: Syntax error", "InvalidSortKeyCondition")]
    [InlineData("Invalid operator used in KeyConditionExpression: <>", "InvalidSortKeyCondition")]
    [InlineData("KeyConditionExpressions must only contain one condition per key", "InvalidSortKeyCondition")]
    [InlineData("Unexpected operator in KeyConditionExpression: <>", "InvalidSortKeyCondition")]
    [InlineData("Query key condition not supported", "InvalidSortKeyCondition")]
    [InlineData("Invalid ProjectionExpression: Two document paths overlap with each other", "InvalidProperty")]
    [InlineData("One or more parameter values were invalid", "ValidationException")]
    internal void An_expression_of_a_read_that_DynamoDB_cannot_read_has_the_code_of_its_parameter(string message, string code)
    {
        Assert.Equal(code, new CallAnswer.ServiceError(400, "ValidationException", message).ToError().Code);
        Assert.Equal("Other", new CallAnswer.ServiceError(400, "Other", message).ToError().Code);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(407)]
    public void An_answer_that_is_not_DynamoDBs_ends_the_table_at_the_start_and_passes_later(int status)
    {
        CallAnswer answer = new CallAnswer.ServiceError(status, Code: "", "");

        Assert.Equal(ErrorClass.LaneFatal, ErrorClassifier.Classify(answer, hasSucceeded: false, credentialErrors: 0));
        Assert.Equal(ErrorClass.Ambiguous, ErrorClassifier.Classify(answer, hasSucceeded: true, credentialErrors: 0));
    }

    [Theory]
    [InlineData("ExpiredTokenException", false, 1, ErrorClass.Transient)]
    [InlineData("ExpiredTokenException", true, 3, ErrorClass.Transient)]
    [InlineData("ExpiredTokenException", true, 4, ErrorClass.RunFatal)]
    [InlineData("RequestTimeTooSkewed", false, 1, ErrorClass.Transient)]
    [InlineData("UnrecognizedClientException", false, 1, ErrorClass.RunFatal)]
    [InlineData("UnrecognizedClientException", true, 1, ErrorClass.Transient)]
    [InlineData("InvalidSignatureException", false, 1, ErrorClass.RunFatal)]
    internal void Credentials_that_may_be_renewed_are_tried_again_a_few_times(
        string code, bool hasSucceeded, int credentialErrors, ErrorClass expected) =>
        Assert.Equal(
            expected,
            ErrorClassifier.Classify(new CallAnswer.ServiceError(400, code, ""), hasSucceeded, credentialErrors));

    [Fact]
    public void A_clock_that_is_wrong_is_corrected_and_the_request_tried_again() => Assert.Equal(
        ErrorClass.Transient,
        ErrorClassifier.Classify(
            new CallAnswer.ServiceError(400, "InvalidSignatureException", "Signature expired: 20261101T000000Z is now earlier than…"),
            hasSucceeded: false,
            credentialErrors: 1));

    [Theory]
    [InlineData(CallStage.Credentials, false, ErrorClass.Transient)]
    [InlineData(CallStage.Credentials, true, ErrorClass.Transient)]
    [InlineData(CallStage.Connect, false, ErrorClass.RunFatal)]
    [InlineData(CallStage.Connect, true, ErrorClass.Transient)]
    [InlineData(CallStage.Sent, false, ErrorClass.Ambiguous)]
    [InlineData(CallStage.Sent, true, ErrorClass.Ambiguous)]
    [InlineData(CallStage.Answered, false, ErrorClass.Ambiguous)]
    [InlineData(CallStage.Answered, true, ErrorClass.Ambiguous)]
    internal void Without_an_answer_it_matters_how_far_the_attempt_had_come(CallStage stage, bool hasSucceeded, ErrorClass expected)
    {
        CallAnswer answer = new CallAnswer.NoAnswer(stage, "Timeout", "");

        Assert.Equal(expected, ErrorClassifier.Classify(answer, hasSucceeded, credentialErrors: 0));
        Assert.Equal(stage >= CallStage.Sent, ErrorClassifier.MayHaveTakenEffect(answer));
    }

    [Theory]
    [InlineData(200, "", true)]
    [InlineData(302, "", false)]
    [InlineData(404, "", false)]
    [InlineData(408, "", true)]
    [InlineData(500, "InternalServerError", true)]
    [InlineData(400, "ValidationException", false)]
    public void Only_a_refusal_says_that_nothing_took_effect(int status, string code, bool expected) =>
        Assert.Equal(expected, ErrorClassifier.MayHaveTakenEffect(new CallAnswer.ServiceError(status, code, "")));

    [Fact]
    public void A_client_that_cannot_send_ends_the_run() => Assert.Equal(
        ErrorClass.RunFatal,
        ErrorClassifier.Classify(new CallAnswer.ClientError("NoCredentials", ""), hasSucceeded: true, credentialErrors: 0));
}
