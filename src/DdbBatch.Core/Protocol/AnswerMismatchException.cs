using System;

namespace DdbBatch.Protocol;

/// <summary>An answer has DynamoDB's form, and can't be the answer to this request.</summary>
internal sealed class AnswerMismatchException(string message) : FormatException(message);
