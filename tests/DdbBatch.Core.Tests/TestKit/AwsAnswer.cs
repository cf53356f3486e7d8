using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;

namespace DdbBatch.Tests.TestKit;

/// <summary>
/// Requests that break a rule, with the answers of AWS that were captured, and with those of DynamoDB Local if they are other
/// ones: the only list of the differences (docs/aws-behaviour.md).
/// </summary>
/// <param name="Operation">The operation.</param>
/// <param name="Template">The body; <c>@26 puts</c> and the like stand for much text. The table is Same: Id (S), Sort (N).</param>
/// <param name="Class">The class of the error; null for none.</param>
/// <param name="Aws">The answer of AWS: the code and the message of an error, or the whole answer to statements.</param>
/// <param name="LocalOnly">That of DynamoDB Local; null for the same.</param>
internal sealed record AwsAnswer(string Operation, string Template, ErrorClass? Class, string Aws, string? LocalOnly = null)
{
    /// <summary>All of them, in the order in which they are sent.</summary>
    public static IReadOnlyList<AwsAnswer> All { get; } =
    [
        .. Of("dynamodb-conformance/tests/tier3/error-messages/batchWriteItem.test.ts",
            new("BatchWriteItem", """{"RequestItems":{}}""", ErrorClass.ItemFault,
                """ValidationException: The requestItems parameter is required for BatchWriteItem""",
                """ValidationException: BatchWriteItem cannot have a null or no requests set"""),
            new("BatchWriteItem", """{"RequestItems":{"Same":[@26 puts]}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: Value '{Same=[...]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]""",
                """ValidationException: Too many items requested for the BatchWriteItem call"""),
            new("BatchWriteItem", """{"RequestItems":{"None":[{"PutRequest":{"Item":{"Id":{"S":"x"}}}}]}}""", ErrorClass.LaneFatal,
                """ResourceNotFoundException: Requested resource not found""",
                """ResourceNotFoundException: Cannot do operations on a non-existent table"""),
            new("BatchWriteItem", """{"RequestItems":{"Same":[{"PutRequest":{"Item":{"Id":{"S":"x"},"Sort":{"N":"1"}}}},{"DeleteRequest":{"Key":{"Id":{"S":"x"},"Sort":{"N":"1.0"}}}}]}}""", ErrorClass.ItemFault,
                """ValidationException: Provided list of item keys contains duplicates""")),
        .. Of("dynoxide/tests/batch_operations.rs",
            new("BatchWriteItem", """{"RequestItems":{"None":[{"PutRequest":{"Item":{"Id":{"S":"x"},"a":{"SS":[]}}}}]}}""", ErrorClass.ItemFault,
                """ValidationException: One or more parameter values were invalid: An string set  may not be empty"""),
            new("BatchWriteItem", """{"RequestItems":{"Same":[{"PutRequest":{"Item":{"Id":{"N":"1"},"Sort":{"N":"1"}}}}]}}""", ErrorClass.ItemFault,
                """ValidationException: The provided key element does not match the schema""",
                """ValidationException: One or more parameter values were invalid: Type mismatch for key"""),
            new("BatchWriteItem", """{"RequestItems":{"Same":[{"PutRequest":{"Item":{"Id":{"S":""},"Sort":{"N":"1"}}}}]}}""", ErrorClass.ItemFault,
                """ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: Id""")),
        .. Of("dynamodb-conformance/tests/tier3/error-messages/batchGetItem.test.ts",
            new("BatchGetItem", """{"RequestItems":{}}""", ErrorClass.ItemFault,
                """ValidationException: The requestItems parameter is required for BatchGetItem""",
                """ValidationException: BatchGetItem must have some requests set"""),
            new("BatchGetItem", """{"RequestItems":{"Same":{"Keys":[@101 keys]}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: Value at 'RequestItems.Same.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100""",
                """ValidationException: Too many items requested for the BatchGetItem call"""),
            new("BatchGetItem", """{"RequestItems":{"None":{"Keys":[{"Id":{"S":"x"}}]}}}""", ErrorClass.LaneFatal,
                """ResourceNotFoundException: Requested resource not found""",
                """ResourceNotFoundException: Cannot do operations on a non-existent table"""),
            new("BatchGetItem", """{"RequestItems":{"Same":{"Keys":[{"Id":{"S":"x"},"Sort":{"N":"1"}},{"Id":{"S":"x"},"Sort":{"N":"1"}}]}}}""", ErrorClass.ItemFault,
                """ValidationException: Provided list of item keys contains duplicates""")),
        .. Of("dynamodb-conformance/tests/tier3/error-messages/deleteItem.test.ts",
            new("DeleteItem", """{"TableName":"Same","Key":{"Id":{"S":"x"}}}""", ErrorClass.ItemFault,
                """ValidationException: The provided key element does not match the schema""",
                """ValidationException: The number of conditions on the keys is invalid"""),
            new("DeleteItem", """{"TableName":"None","Key":{"Id":{"S":"x"}}}""", ErrorClass.LaneFatal,
                """ResourceNotFoundException: Requested resource not found""",
                """ResourceNotFoundException: Cannot do operations on a non-existent table""")),
        .. Of("dynoxide/src/expressions/tokenizer.rs",
            new AwsAnswer("DeleteItem", """{"TableName":"Same","Key":{"Id":{"S":"x"},"Sort":{"N":"1"}},"ConditionExpression":"((Id = Sort))"}""", ErrorClass.LaneFatal,
                """ValidationException: Invalid ConditionExpression: The expression has redundant parentheses;""")),
        .. Of("dynoxide/CHANGELOG.md 0.12.0",
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"SS":[]}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: One or more parameter values were invalid: An string set  may not be empty""",
                """ValidationException: One or more parameter values were invalid: An string set  may not be empty"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"NS":[]}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: One or more parameter values were invalid: An number set  may not be empty""",
                """ValidationException: One or more parameter values were invalid: An number set  may not be empty"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"BS":[]}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: One or more parameter values were invalid: Binary sets should not be empty""",
                """ValidationException: One or more parameter values were invalid: Binary sets should not be empty"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"SS":["a","a"]}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: One or more parameter values were invalid: Input collection [a, a] contains duplicates.""",
                """ValidationException: One or more parameter values were invalid: Input collection [a, a] contains duplicates"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"NS":["1","1.0"]}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: Input collection contains duplicates""",
                """ValidationException: Input collection contains duplicates"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"NULL":false}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: One or more parameter values were invalid: Null attribute value types must have the value of true""",
                """ValidationException: One or more parameter values were invalid: Null attribute value types must have the value of true"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"}},"ConditionExpression":"a = :v"}""", ErrorClass.LaneFatal,
                """ValidationException: 1 validation error detected: Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v""",
                """ValidationException: Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"}},"ConditionExpression":"((Id = Sort))"}""", ErrorClass.LaneFatal,
                """ValidationException: 1 validation error detected: Invalid ConditionExpression: The expression has redundant parentheses;""",
                """ValidationException: Invalid ConditionExpression: The expression has redundant parentheses;"""),
            new("PutItem", """{"TableName":"None","Item":{"Id":{"S":"x"}},"ConditionExpression":"a = :v"}""", ErrorClass.LaneFatal,
                """ValidationException: 1 validation error detected: Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v""",
                """ResourceNotFoundException: Cannot do operations on a non-existent table"""),
            new("UpdateItem", """{"TableName":"Same","Key":{"Id":{"S":"x"},"Sort":{"N":"1"}},"UpdateExpression":"SET a = :v"}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v""",
                """ValidationException: Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v""")),
        .. Of("dynoxide/tests/number_validation.rs",
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"N":"1.2.3"}}}""", ErrorClass.ItemFault,
                """ValidationException: The parameter cannot be converted to a numeric value: 1.2.3""",
                """ValidationException: A value provided cannot be converted into a number"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"N":"123456789012345678901234567890123456789"}}}""", ErrorClass.ItemFault,
                """ValidationException: Attempting to store more than 38 significant digits in a Number""",
                """ValidationException: DynamoDB only supports precision up to 38 digits"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"N":"1E126"}}}""", ErrorClass.ItemFault,
                """ValidationException: Number overflow. Attempting to store a number with magnitude larger than supported range"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":{"N":"1E-131"}}}""", ErrorClass.ItemFault,
                """ValidationException: Number underflow. Attempting to store a number with magnitude smaller than supported range""")),
        .. Of("dynoxide/src/actions/helpers.rs",
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"N":"1"},"Sort":{"N":"1"}}}""", ErrorClass.ItemFault,
                """ValidationException: One or more parameter values were invalid: Type mismatch for key Id expected: S actual: N""",
                """ValidationException: One or more parameter values were invalid: Type mismatch for key"""),
            new("PutItem", """{"TableName":"Same","Item":{"Id":{"S":""},"Sort":{"N":"1"}}}""", ErrorClass.ItemFault,
                """ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: Id""")),
        .. Of("dynoxide/tests/nesting_depth.rs",
            new AwsAnswer("PutItem", """{"TableName":"Same","Item":{"Id":{"S":"x"},"Sort":{"N":"1"},"a":@32 maps}}""", ErrorClass.ItemFault,
                """ValidationException: Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit""")),
        .. Of("dynamodb-conformance/tests/tier3/error-messages/updateItem.test.ts",
            new AwsAnswer("UpdateItem", """{"TableName":"Same","Key":{"Id":{"S":"x"},"Sort":{"N":"1"}},"UpdateExpression":"SET Sort = :v","ExpressionAttributeValues":{":v":{"N":"1"}}}""", ErrorClass.ItemFault,
                """ValidationException: One or more parameter values were invalid: Cannot update attribute Sort. This attribute is part of the key""")),
        .. Of("dynoxide/tests/item_size_accounting.rs",
            new AwsAnswer("UpdateItem", """{"TableName":"Same","Key":{"Id":{"S":"x"},"Sort":{"N":"1"}},"UpdateExpression":"SET a = :v","ExpressionAttributeValues":{":v":{"S":"@409582 letters"}}}""", ErrorClass.ItemFault,
                """ValidationException: Item size to update has exceeded the maximum allowed size""",
                """200""")),
        .. Of("dynamodb-conformance/tests/tier3/error-messages/scan.test.ts",
            new("Scan", """{"TableName":"Same","Limit":0}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1""",
                """ValidationException: Limit must be greater than or equal to 1"""),
            new("Scan", """{"TableName":"Same","Segment":0}""", ErrorClass.ItemFault,
                """ValidationException: The TotalSegments parameter is required but was not present in the request when Segment parameter is present""",
                """ValidationException: If segment is specified, total segment must also be specified"""),
            new("Scan", """{"TableName":"Same","TotalSegments":4}""", ErrorClass.ItemFault,
                """ValidationException: The Segment parameter is required but was not present in the request when parameter TotalSegments is present""",
                """ValidationException: If total segments is specified, a particular segment must also be specified for this request"""),
            new("Scan", """{"TableName":"Same","Segment":5,"TotalSegments":5}""", ErrorClass.ItemFault,
                """ValidationException: The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5""",
                """ValidationException: 1 validation error detected: Value '5' at 'segment' failed to satisfy constraint: Member must have value less than or equal to 4"""),
            new("Scan", """{"TableName":"None"}""", ErrorClass.LaneFatal,
                """ResourceNotFoundException: Requested resource not found""",
                """ResourceNotFoundException: Cannot do operations on a non-existent table""")),
        .. Of("dynamodb-conformance/tests/tier3/error-messages/query.test.ts",
            new("Scan", """{"TableName":"Same","FilterExpression":"#missing = :v","ExpressionAttributeValues":{":v":{"S":"x"}}}""", ErrorClass.ItemFault,
                """ValidationException: Invalid FilterExpression: An expression attribute name used in the document path is not defined; attribute name: #missing"""),
            new("Query", """{"TableName":"Same","Limit":0,"KeyConditionExpression":"Id = :v","ExpressionAttributeValues":{":v":{"S":"x"}}}""", ErrorClass.ItemFault,
                """ValidationException: 1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1""",
                """ValidationException: Limit must be greater than or equal to 1"""),
            new("Query", """{"TableName":"Same","KeyConditionExpression":"Sort = :v","ExpressionAttributeValues":{":v":{"N":"1"}}}""", ErrorClass.ItemFault,
                """ValidationException: Query condition missed key schema element: Id""",
                """ValidationException: Query condition missed key schema element""")),
        .. Of("dynoxide/src/actions/batch_execute_statement.rs",
            new("BatchExecuteStatement", """{"Statements":[{"Statement":"INSERT INTO \"None\" VALUE {'Id':?}","Parameters":[{"S":"x"}]}]}""", ErrorClass.LaneFatal,
                """{"Responses":[{"Error":{"Code":"ResourceNotFound","Message":"Requested resource not found"},"TableName":"None"}]}""",
                """{"Responses":[{"Error":{"Code":"ResourceNotFound","Message":"Cannot do operations on a non-existent table"}}]}"""),
            new("BatchExecuteStatement", """{"ReturnConsumedCapacity":"TOTAL","Statements":[{"Statement":"INSERT INTO \"Same\" VALUE {'Id':?,'Sort':?}","Parameters":[{"S":"new"},{"N":"1"}]}]}""", null,
                """{"ConsumedCapacity":[{"CapacityUnits":1,"TableName":"Same"}],"Responses":[{"TableName":"Same"}]}""",
                """{"Responses":[{"TableName":"Same"}]}"""),
            new("BatchExecuteStatement", """{"ReturnConsumedCapacity":"TOTAL","Statements":[{"Statement":"INSERT INTO \"Same\" VALUE {'Id':?,'Sort':?}","Parameters":[{"S":"new"},{"N":"1"}]}]}""", ErrorClass.ConditionFailed,
                """{"Responses":[{"Error":{"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"},"TableName":"Same"}]}""")),
    ];

    /// <summary>The repository and file that the answer of AWS is from.</summary>
    public string Source { get; private init; } = "";

    /// <summary>The answer of DynamoDB Local.</summary>
    public string Local => LocalOnly ?? Aws;

    /// <summary>The body of the request.</summary>
    public string Body => Template
        .Replace("@26 puts", Repeat(26, """{"PutRequest":{"Item":{"Id":{"S":"x"},"Sort":{"N":"@"}}}}"""), StringComparison.Ordinal)
        .Replace("@101 keys", Repeat(101, """{"Id":{"S":"x"},"Sort":{"N":"@"}}"""), StringComparison.Ordinal)
        .Replace("@409582 letters", new string('x', 409_582), StringComparison.Ordinal)
        .Replace("@32 maps", Nested(32), StringComparison.Ordinal);

    /// <summary>A value in so many maps.</summary>
    public static string Nested(int maps) =>
        string.Concat(Enumerable.Repeat("""{"M":{"m":""", maps)) + """{"S":"x"}""" + new string('}', 2 * maps);

    private static IEnumerable<AwsAnswer> Of(string source, params AwsAnswer[] answers) =>
        answers.Select(answer => answer with { Source = source });

    private static string Repeat(int count, string template) => string.Join(
        ",", Enumerable.Range(0, count).Select(i => template.Replace("@", $"{i}", StringComparison.Ordinal)));
}
