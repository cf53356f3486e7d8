using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Aws;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Completion;

/// <summary>Completes -KeyName with the keys of the typed table.</summary>
internal sealed class KeyNameCompleter : IArgumentCompleter
{
    // Users do not wait longer than this at a prompt.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            TypedParameters typed = new(commandName, fakeBoundParameters);
            if (typed.Table is not { Length: > 0 } table)
                return [];
            ConnectionOptions options = typed.Options();
            Task<TableSchema?> schema = Task.Run(() => DescribeAsync(options, table));
            if (!schema.Wait(Patience) || schema.Result is null)
                return [];
            string keys = string.Join(", ", schema.Result.KeyAttributes.Select(Text));
            return keys.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
                ? [new CompletionResult(keys, keys, CompletionResultType.ParameterValue, schema.Result.KeyDescription)]
                : [];
        }
        catch (Exception)
        {
            // No network, no permission or no such table: the command itself will report it.
            return [];
        }
    }

    private static string Text(KeyAttribute key)
    {
        string name = key.Type == ScalarAttributeType.S ? key.Name : $"{key.Name}:{key.Type}";
        return $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
    }

    private static async Task<TableSchema?> DescribeAsync(ConnectionOptions options, string table)
    {
        using CancellationTokenSource giveUp = new(Patience);
        using IWriteCalls transport = WriteCalls.Create(TransportFactory.Default, ClientFactory.Create(options).Client);
        TableDescription? description = await new TableDescriber(transport).DescribeAsync(table, giveUp.Token).ConfigureAwait(false);
        return description?.Schema;
    }
}
