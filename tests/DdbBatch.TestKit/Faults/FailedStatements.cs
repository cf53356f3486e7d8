using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>
/// A BatchExecuteStatement of which some statements fail: the others are executed, and the answer has a response in the place of each
/// statement (API reference, BatchExecuteStatement, "Responses").
/// </summary>
internal sealed class FailedStatements
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Fault.StatementsFailed _fault;
    private readonly JsonObject _request;
    private readonly int _count;
    private readonly HashSet<int> _failed;

    private FailedStatements(Fault.StatementsFailed fault, JsonObject request, int count, HashSet<int> failed)
    {
        _fault = fault;
        _request = request;
        _count = count;
        _failed = failed;
    }

    /// <summary>Chooses the statements by chance.</summary>
    public static FailedStatements Choose(ProxiedRequest request, Fault.StatementsFailed fault)
    {
        JsonObject body = JsonNode.Parse(request.Body.Span)!.AsObject();
        int count = body["Statements"]!.AsArray().Count;
        return new FailedStatements(fault, body, count, request.Choose(count, fault.Share));
    }

    /// <summary>Lets DynamoDB execute the others and adds the errors to its answer.</summary>
    public async Task<DynamoDbAnswer> AnswerAsync(FaultyExchange exchange)
    {
        if (_failed.Count == 0)
            return await exchange.ForwardToDynamoDbAsync();
        if (_failed.Count == _count)
            return Merge([]);
        JsonArray statements = _request["Statements"]!.AsArray();
        JsonObject forwarded = _request.DeepClone().AsObject();
        forwarded["Statements"] = new JsonArray([.. Enumerable.Range(0, _count)
            .Where(index => !_failed.Contains(index)).Select(index => statements[index]!.DeepClone())]);
        DynamoDbAnswer answer = await exchange.ForwardToDynamoDbAsync(JsonSerializer.SerializeToUtf8Bytes(forwarded, Relaxed));
        return answer.Status == 200 ? Merge(JsonNode.Parse(answer.Body.Span)!.AsObject()) : answer;
    }

    private DynamoDbAnswer Merge(JsonObject answer)
    {
        Queue<JsonNode?> executed = new(answer["Responses"]?.AsArray() ?? []);
        answer["Responses"] = new JsonArray([.. Enumerable.Range(0, _count).Select(index =>
            _failed.Contains(index) ? FailedResponse() : executed.Dequeue()!.DeepClone())]);
        return new DynamoDbAnswer(200, JsonSerializer.SerializeToUtf8Bytes(answer, Relaxed));
    }

    private JsonObject FailedResponse() => new()
    {
        ["Error"] = new JsonObject { ["Code"] = _fault.Code, ["Message"] = _fault.Message },
    };
}
