using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime.Internal;

namespace DdbBatch.Benchmarks.Conversion;

/// <summary>The straightforward way: every property into an AttributeValue, and the SDK marshals the batch.</summary>
internal static class NaiveConverter
{
    /// <summary>The bytes of a request's body.</summary>
    public static int Convert(ReadOnlySpan<object> batch)
    {
        List<WriteRequest> requests = new(batch.Length);
        foreach (object input in batch)
            requests.Add(new WriteRequest(new PutRequest(Item(input))));
        BatchWriteItemRequest request = new() { RequestItems = new() { ["Music"] = requests } };
        IRequest marshalled = BatchWriteItemRequestMarshaller.Instance.Marshall(request);
        using System.IO.Stream? content = marshalled.ContentStream;
        return (int)(content?.Length ?? marshalled.Content.Length);
    }

    private static Dictionary<string, AttributeValue> Item(object input)
    {
        Dictionary<string, AttributeValue> item = [];
        if (input is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
                item[(string)entry.Key] = Value(entry.Value);
            return item;
        }

        foreach (PSPropertyInfo property in PSObject.AsPSObject(input).Properties)
            item[property.Name] = Value(property.Value);
        return item;
    }

    private static AttributeValue Value(object? value) => value switch
    {
        string text => new AttributeValue { S = text },
        int or long or decimal or double => new AttributeValue
        {
            N = System.Convert.ToString(value, CultureInfo.InvariantCulture),
        },
        _ => throw new NotSupportedException(value?.GetType().Name),
    };
}
