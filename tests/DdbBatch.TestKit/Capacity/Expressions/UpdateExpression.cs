using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The SET and REMOVE clauses of an update, for whole attributes.</summary>
/// <remarks>Other clauses, arithmetic and paths into attributes fail the test: no command of the module sends them.</remarks>
internal sealed class UpdateExpression
{
    private const string Kind = "UpdateExpression";
    private const int BytesOfUpdate = 3;
    private const int BytesOfSet = 19;
    private const int BytesOfRemove = 2;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ExpressionTokens _tokens;
    private readonly ExpressionScope _scope;
    private readonly Dictionary<string, Func<JsonElement, JsonElement?>> _changes = [];

    private UpdateExpression(string text, ExpressionScope scope)
    {
        _tokens = new ExpressionTokens(Kind, text);
        _scope = scope;
        while (_tokens.Next.Length > 0)
            ReadClause(_tokens.Take().ToUpperInvariant());
    }

    /// <summary>
    /// The bytes that DynamoDB adds to the item when it checks its size, in place of the key attributes (docs/aws-behaviour.md).
    /// </summary>
    public int OverheadBytes { get; private set; } = BytesOfUpdate;

    /// <summary>Reads the expression of a request; null if the request has none.</summary>
    /// <exception cref="SimulatedErrorException">It breaks a rule.</exception>
    public static UpdateExpression? Read(JsonElement request, ExpressionScope scope) =>
        request.TryGetProperty(Kind, out JsonElement text) ? new UpdateExpression(text.GetString()!, scope) : null;

    /// <summary>Refuses an update of a key attribute.</summary>
    /// <exception cref="SimulatedErrorException">It updates one.</exception>
    public void RefuseKeys(KeySchema schema)
    {
        if (schema.Attributes.FirstOrDefault(key => _changes.ContainsKey(key.Name)).Name is { } name)
        {
            throw SimulatedErrorException.Validation(
                $"One or more parameter values were invalid: Cannot update attribute {name}. This attribute is part of the key");
        }
    }

    /// <summary>The item as it is after the update.</summary>
    /// <param name="attributes">The item as it is before, or its key alone if there is none.</param>
    public JsonElement Apply(JsonElement attributes)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Relaxed))
        {
            json.WriteStartObject();
            foreach (JsonProperty attribute in attributes.EnumerateObject().Where(attribute => !_changes.ContainsKey(attribute.Name)))
                attribute.WriteTo(json);
            foreach ((string name, Func<JsonElement, JsonElement?> change) in _changes)
            {
                if (change(attributes) is not { } value)
                    continue;
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private void ReadClause(string clause)
    {
        do
        {
            AttributePath path = AttributePath.Take(_tokens, _scope);
            if (path.IsNested || clause is not ("SET" or "REMOVE"))
                throw new NotSupportedException($"The simulated UpdateItem does not know {clause} {string.Join('.', path.Steps)}.");
            OverheadBytes += clause == "SET" ? BytesOfSet : BytesOfRemove;
            if (!_changes.TryAdd(path.Name, clause == "SET" ? Assignment() : _ => null))
            {
                throw _tokens.Error("Two document paths overlap with each other; must remove or rewrite one of these paths; " +
                    $"path one: [{path.Name}], path two: [{path.Name}]");
            }
        }
        while (_tokens.TryTake(","));
    }

    private Func<JsonElement, JsonElement?> Assignment()
    {
        _tokens.Expect("=");
        return Operand();
    }

    private Func<JsonElement, JsonElement?> Operand()
    {
        if (_tokens.Next.StartsWith(':'))
        {
            JsonElement value = _scope.TakeValue(_tokens);
            return _ => value;
        }

        if (!_tokens.IsCall)
            return Existing(AttributePath.Take(_tokens, _scope));
        _tokens.Expect("if_not_exists");
        _tokens.Expect("(");
        AttributePath path = AttributePath.Take(_tokens, _scope);
        _tokens.Expect(",");
        Func<JsonElement, JsonElement?> otherwise = Operand();
        _tokens.Expect(")");
        return item => path.Find(item) ?? otherwise(item);
    }

    private static Func<JsonElement, JsonElement?> Existing(AttributePath path) => item => path.Find(item) ??
        throw SimulatedErrorException.Validation(
            "The provided expression refers to an attribute that does not exist in the item");
}
