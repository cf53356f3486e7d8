using System;
using DdbBatch.Model;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>
/// The only place that decides what an error means (Developer Guide, "Error handling with DynamoDB"; API reference, "Common
/// errors"; S3's, "Error responses"). It depends on the stage of the attempt, on who answered, and on whether the run has
/// received a valid answer before.
/// </summary>
/// <remarks>
/// <code>
/// how far, who answered                        before the first valid answer   after it
/// credentials: never obtained                  RunFatal                        RunFatal
/// credentials: not renewed                     Transient                       Transient
/// connect: not sent                            RunFatal                        Transient
/// sent: no answer, or none to be trusted       Ambiguous                       Ambiguous
/// not DynamoDB, 408 or 5xx                     Ambiguous                       Ambiguous
/// not DynamoDB, 413 / 429                      ItemFault / Throttled           ItemFault / Throttled
/// not DynamoDB, any other status               LaneFatal                       Ambiguous
/// DynamoDB, its signature refused              by code                         Transient, a few times
/// DynamoDB, a code that is known               by code                         by code
/// DynamoDB, 400 with a code that isn't known   ItemFault                       ItemFault
/// DynamoDB, another status, code not known     by status                       by status
/// </code>
/// </remarks>
internal static class ErrorClassifier
{
    // Credentials are renewed before each attempt: if they are refused more often than this, they stay refused.
    private const int CredentialRetries = 3;

    /// <param name="answer">An answer other than a success.</param>
    /// <param name="hasSucceeded">True once a request of the run was carried out, or only throttled.</param>
    /// <param name="credentialErrors">How often credentials were refused for the operations, this time included.</param>
    public static ErrorClass Classify(CallAnswer answer, bool hasSucceeded, int credentialErrors) => answer switch
    {
        CallAnswer.ClientError => ErrorClass.RunFatal,
        CallAnswer.NoAnswer { Stage: CallStage.Credentials } => ErrorClass.Transient,
        // An endpoint that was never reached is most likely mistyped; one that was will come back.
        CallAnswer.NoAnswer { WasSent: false } => hasSucceeded ? ErrorClass.Transient : ErrorClass.RunFatal,
        CallAnswer.NoAnswer => ErrorClass.Ambiguous,
        CallAnswer.ServiceError error => Classify(error, hasSucceeded, credentialErrors),
        _ => throw new ArgumentException("A success needs no class.", nameof(answer)),
    };

    /// <summary>
    /// True for an error that new credentials or a corrected clock may help with: the request was refused before it was
    /// carried out.
    /// </summary>
    public static bool IsCredentialError(CallAnswer answer) =>
        answer is CallAnswer.ServiceError error && IsCredentialCode(error.Code);

    /// <summary>Classifies an error by its code.</summary>
    public static bool IsCredentialCode(string code) => code is "ExpiredTokenException" or "ExpiredToken" or "RequestExpired"
        or "RequestTimeTooSkewed" or "InvalidSignatureException" or "UnrecognizedClientException" or "InvalidClientTokenId"
        or "IncompleteSignatureException" or "MissingAuthenticationTokenException" or "MissingAuthenticationToken"
        or "InvalidAccessKeyId" or "SignatureDoesNotMatch";

    /// <summary>
    /// True for a refusal that follows from the item's own bytes and the table's schema: DynamoDB refused every earlier
    /// attempt of the same operation too, whether its answer arrived or not.
    /// </summary>
    public static bool IsFaultOfItem(string code) => code is "ValidationException" or "ValidationError" or "SerializationException";

    /// <summary>
    /// Returns the code of an expression that DynamoDB can't read, which is the same for every operation or page: wrong syntax, an
    /// unknown function, a reserved word. Null for another error.
    /// </summary>
    public static string? UnreadableExpression(CallAnswer.ServiceError error)
    {
        string message = WithoutEnvelope(error.Message);
        return error.Code != "ValidationException" ? null
            : IsFaultOfCondition(message) ? OperationError.InvalidConditionCode
            : StartsWithAny(message, "Invalid FilterExpression", "Filter Expression can only contain") ? OperationError.InvalidFilterCode
            : StartsWithAny(message, "Invalid ProjectionExpression") ? OperationError.InvalidPropertyCode
            : message.Contains("KeyConditionExpression") || StartsWithAny(
                message,
                "Query key condition not supported",
                "Query condition missed key schema element",
                "One or more parameter values were invalid: Condition parameter type")
            ? OperationError.InvalidSortKeyConditionCode
            : null;
    }

    /// <summary>True if the credentials may not do it, to this item or at all.</summary>
    public static bool IsDenied(string code) => code is "AccessDeniedException" or "AccessDenied";

    /// <summary>True if the item itself is in order: its item collection is full.</summary>
    public static bool IsCollectionFull(string code) =>
        code is "ItemCollectionSizeLimitExceededException" or "ItemCollectionSizeLimitExceeded";

    /// <summary>True for the codes of AWS services that don't end with Exception.</summary>
    public static bool IsKnown(string code) => IsCredentialCode(code) || code is "Throttling" or "RequestThrottled"
        or "RequestLimitExceeded" or "SlowDown" or "RequestTimeout" or "InternalServerError" or "InternalFailure"
        or "ServiceUnavailable" or "ValidationError" or "NotAuthorized" or "OptInRequired";

    /// <summary>
    /// True if a call may have taken effect although its answer isn't a success: it was sent, and DynamoDB didn't say that
    /// it refused it.
    /// </summary>
    public static bool MayHaveTakenEffect(CallAnswer answer) => answer switch
    {
        CallAnswer.NoAnswer none => none.WasSent,
        CallAnswer.ServiceError { Status: (>= 200 and < 300) or 408 or >= 500 } => true,
        _ => false,
    };

    /// <summary>True for errors that are often temporary: the same call may be made again.</summary>
    public static bool MayPass(ErrorClass errorClass) =>
        errorClass is ErrorClass.Throttled or ErrorClass.Transient or ErrorClass.Ambiguous;

    private static ErrorClass Classify(CallAnswer.ServiceError error, bool hasSucceeded, int credentialErrors)
    {
        if (IsCredentialError(error))
        {
            bool mayPass = hasSucceeded || error.Code is "ExpiredTokenException" or "ExpiredToken" or "RequestExpired"
                or "RequestTimeTooSkewed" || IsClockSkew(error.Message);
            return mayPass && credentialErrors <= CredentialRetries ? ErrorClass.Transient : ErrorClass.RunFatal;
        }

        if (error.Code is "")
            return ClassifyForeign(error.Status, hasSucceeded);
        switch (error.Code)
        {
            case "ProvisionedThroughputExceededException":
            case "ThrottlingException":
            case "Throttling":
            case "ThrottledException":
            case "RequestThrottled":
            case "RequestThrottledException":
            case "RequestLimitExceeded":
            case "LimitExceededException":
            case "TooManyRequestsException":
            case "SlowDown":
            // Codes of a statement in a batch (API reference, BatchStatementError).
            case "ProvisionedThroughputExceeded":
            case "ThrottlingError":
                return ErrorClass.Throttled;
            case "ConditionalCheckFailedException":
            case "ConditionalCheckFailed":
            case "DuplicateItemException":
            case "DuplicateItem":
                return ErrorClass.ConditionFailed;
            case "ReplicatedWriteConflictException":
            case "TransactionInProgressException":
            case "TransactionConflictException":
            case "TransactionConflict":
            // S3: the body arrived too slowly, incomplete or changed.
            case "RequestTimeout":
            case "IncompleteBody":
            case "BadDigest":
            case "XAmzContentSHA256Mismatch":
            case "XAmzContentChecksumMismatch":
            case "OperationAborted":
                return ErrorClass.Transient;
            // Abandoned before an answer was sent: it is unknown how far it was processed.
            case "RequestAbortedException":
            case "RequestTimeoutException":
            // Of a statement it comes in a success, without a status of its own.
            case "InternalServerError":
                return ErrorClass.Ambiguous;
            // The request was damaged in transit. If anything was answered before, other requests did arrive.
            case "MalformedHttpRequestException":
                return hasSucceeded ? ErrorClass.Transient : ErrorClass.LaneFatal;
            case "SubscriptionRequiredException":
            case "OptInRequired":
                return ErrorClass.RunFatal;
            case "ResourceNotFoundException":
            case "ResourceNotFound":
            case "AccessDenied":
            case "TableNotFoundException":
            case "ResourceInUseException":
            case "PolicyNotFoundException":
            case "AccessDeniedException":
            case "NotAuthorized":
            case "UnknownOperationException":
            case "KMSAccessDeniedException":
            case "KMSInvalidStateException":
            case "InaccessibleEncryptionDateTimeException":
                return ErrorClass.LaneFatal;
            case "ValidationException" when UnreadableExpression(error) == OperationError.InvalidConditionCode:
                return ErrorClass.LaneFatal;
            case "ItemCollectionSizeLimitExceededException":
            case "ItemCollectionSizeLimitExceeded":
            case "ValidationException":
            case "ValidationError":
            case "SerializationException":
                return ErrorClass.ItemFault;
        }

        return error.Status switch
        {
            429 => ErrorClass.Throttled,
            408 or >= 500 => ErrorClass.Ambiguous,
            400 or 413 => ErrorClass.ItemFault,
            // An error of S3, or of another AWS service at DynamoDB's address.
            _ => ErrorClass.LaneFatal,
        };
    }

    // An operand of a wrong type is another matter, because values differ between operations.
    private static bool IsFaultOfCondition(string message) =>
        message.StartsWith("Invalid ConditionExpression:", StringComparison.Ordinal)
        && message.IndexOf("operand type", StringComparison.OrdinalIgnoreCase) < 0
        && message.IndexOf("incorrect data type", StringComparison.Ordinal) < 0
        // attribute_type of a value that names no type.
        && message.IndexOf("type name found", StringComparison.Ordinal) < 0
        // The order or the types of the two bounds, which may be the input's own values.
        && message.IndexOf("BETWEEN operator requires", StringComparison.Ordinal) < 0;

    private static bool StartsWithAny(string message, params string[] starts) =>
        Array.Exists(starts, start => message.StartsWith(start, StringComparison.Ordinal));

    // PutItem and UpdateItem put this before the message of a rule that the request breaks; DeleteItem doesn't.
    private static string WithoutEnvelope(string message)
    {
        const string envelope = "1 validation error detected: ";
        return message.StartsWith(envelope, StringComparison.Ordinal) ? message.Substring(envelope.Length) : message;
    }

    // A proxy or another server at DynamoDB's address has answered. Before the first valid answer that is treated as
    // permanent; after it, as temporary, and it is unknown whether DynamoDB received the request.
    private static ErrorClass ClassifyForeign(int status, bool hasSucceeded) => status switch
    {
        429 => ErrorClass.Throttled,
        408 or >= 500 => ErrorClass.Ambiguous,
        413 => ErrorClass.ItemFault,
        _ => hasSucceeded ? ErrorClass.Ambiguous : ErrorClass.LaneFatal,
    };

    private static bool IsClockSkew(string message) =>
        message.IndexOf("Signature expired", StringComparison.Ordinal) >= 0
        || message.IndexOf("Signature not yet current", StringComparison.Ordinal) >= 0;
}
