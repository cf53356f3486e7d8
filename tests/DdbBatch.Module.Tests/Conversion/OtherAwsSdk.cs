using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.Loader;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Model objects of the AWS SDK's version 3, from its own assemblies in a context of their own.</summary>
internal sealed class OtherAwsSdk
{
    private const string CoreVersion = "3.7.501.1";
    private const string DynamoDBVersion = "3.3.105.15";
    private const string Target = "netstandard2.0";

    private readonly Assembly _assembly;

    public OtherAwsSdk()
    {
        AssemblyLoadContext context = new("AWS SDK version 3");
        // First, or the other one would be bound to the tests' own core.
        context.LoadFromAssemblyPath(BuildFacts.AwsSdkCore(CoreVersion, Target));
        _assembly = context.LoadFromAssemblyPath(BuildFacts.AwsSdk("AWSSDK.DynamoDBv2", DynamoDBVersion, Target));
    }

    /// <summary>An AttributeValue with one property set.</summary>
    public object Value(string property, object value)
    {
        object attribute = New("AttributeValue");
        if (value is IEnumerable elements and not string && property is "L")
            value = ListOf("AttributeValue", elements);
        attribute.GetType().GetProperty(property)!.SetValue(attribute, value);
        return attribute;
    }

    /// <summary>A map of names to AttributeValue objects.</summary>
    public IDictionary Map(params (string Name, object Value)[] attributes)
    {
        IDictionary map = (IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), Type("AttributeValue")))!;
        foreach ((string name, object value) in attributes)
            map.Add(name, value);
        return map;
    }

    /// <summary>A WriteRequest that puts.</summary>
    public object Put(IDictionary item) => New("WriteRequest", New("PutRequest", item));

    /// <summary>A WriteRequest that deletes.</summary>
    public object Delete(IDictionary key) => New("WriteRequest", New("DeleteRequest", key));

    /// <summary>Requests by table, as a response has its UnprocessedItems.</summary>
    public IDictionary Requests(string table, params object[] requests)
    {
        IList list = ListOf("WriteRequest", requests);
        IDictionary tables = (IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), list.GetType()))!;
        tables.Add(table, list);
        return tables;
    }

    private IList ListOf(string type, IEnumerable elements)
    {
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(Type(type)))!;
        foreach (object element in elements)
            list.Add(element);
        return list;
    }

    private object New(string type, params object[] arguments) => Activator.CreateInstance(Type(type), arguments)!;

    private Type Type(string name) => _assembly.GetType($"Amazon.DynamoDBv2.Model.{name}", throwOnError: true)!;
}
