using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Conversion;

/// <summary>
/// Types that hold secrets, code, handles or nothing. They are refused, because storing their properties would be useless.
/// </summary>
internal static class RefusedTypes
{
    private const string Secret = "it holds a secret. Take out what may be stored, and store that";
    private const string NoData = "it is no data. Leave the attribute out, or take from it what is to be stored";
    private const string Xml = "store its text (.OuterXml or .ToString()), or take from it what is to be stored";
    private const string RunResult = "it describes a run. Remove it: write only the operations that the run left";
    private const string Operation =
        "it is an operation, not an item. The item of a put, or the key of a delete, is in its property DynamoDBJson";

    private const string ManyValues = "its keys may have many values. Copy it into a hashtable";

    private const string Request =
        "it is a request. Pipe it to Write-DdbBatch by itself, and with its PutRequest or DeleteRequest set";

    private const string OnceOnly = "it is read once only. Collect its elements in an array";

    // By name, because referring to the types themselves would load a dozen assemblies in every script.
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["System.Security.SecureString"] = Secret,
        ["System.Management.Automation.PSCredential"] = Secret,
        ["System.Net.NetworkCredential"] = Secret,
        ["System.Security.Cryptography.AsymmetricAlgorithm"] = Secret,
        ["System.Security.Cryptography.SymmetricAlgorithm"] = Secret,
        ["System.Security.Cryptography.X509Certificates.X509Certificate"] = Secret,
        ["System.Management.Automation.ScriptBlock"] = NoData,
        ["System.Management.Automation.PowerShell"] = NoData,
        ["System.Management.Automation.Runspaces.Runspace"] = NoData,
        ["System.Management.Automation.Runspaces.RunspacePool"] = NoData,
        ["System.Management.Automation.Job"] = NoData,
        ["System.Delegate"] = NoData,
        ["System.IO.Stream"] = NoData,
        ["System.IO.TextReader"] = NoData,
        ["System.IO.TextWriter"] = NoData,
        ["System.Reflection.MemberInfo"] = NoData,
        ["System.Reflection.Assembly"] = NoData,
        ["System.Reflection.Module"] = NoData,
        ["System.Reflection.Pointer"] = NoData,
        ["System.IntPtr"] = NoData,
        ["System.UIntPtr"] = NoData,
        ["System.Runtime.InteropServices.SafeHandle"] = NoData,
        ["System.Threading.WaitHandle"] = NoData,
        ["System.Threading.Thread"] = NoData,
        ["System.Threading.Timer"] = NoData,
        ["System.Threading.CancellationToken"] = NoData,
        ["System.Threading.CancellationTokenSource"] = NoData,
        ["System.Threading.Tasks.Task"] = NoData,
        ["System.AppDomain"] = NoData,
        ["System.WeakReference"] = NoData,
        [AmbiguousAttribute.TypeName] = AmbiguousAttribute.Refusal,
        ["System.Xml.XmlNode"] = Xml,
        ["System.Xml.Linq.XObject"] = Xml,
        ["DdbBatch.WriteSummary"] = RunResult,
        ["DdbBatch.Preflight"] = RunResult,
        ["DdbBatch.BulkLoad"] = RunResult,
        ["DdbBatch.BulkPreflight"] = RunResult,
        ["DdbBatch.UnprocessedItem"] = Operation,
        ["Amazon.DynamoDBv2.Model.WriteRequest"] = Request,
        ["System.Collections.Specialized.NameObjectCollectionBase"] = ManyValues,
    };

    // Import-Clixml and remoting return a set of properties without the value for all scalars that they do not know. The
    // types here may come from a newer .NET than this one.
    private static readonly HashSet<string> NotRestored = new(
        ScalarShapes.ByType.Keys.Select(type => type.FullName!).Concat(
        [
            "System.DateOnly", "System.TimeOnly", "System.Half", "System.Int128", "System.UInt128", "System.Text.Rune",
        ]),
        StringComparer.Ordinal);

    /// <summary>Returns the reason why a type is refused; null if it is not refused.</summary>
    public static string? Find(Type type)
    {
        for (Type? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.FullName is { } name && Types.TryGetValue(name, out string? why))
                return why;
        }

        if (typeof(IEnumerator).IsAssignableFrom(type))
            return OnceOnly;
        if (type.IsArray && type.GetArrayRank() > 1)
            return "DynamoDB's lists have one dimension. Make it an array of arrays";
        return null;
    }

    /// <summary>
    /// Returns the reason why an object is refused after Import-Clixml or remoting; null if it is not refused.
    /// </summary>
    /// <param name="typeName">The original type, for example <c>System.IO.MemoryStream</c>.</param>
    public static string? FindDeserialized(string typeName)
    {
        if (NotRestored.Contains(typeName) || typeName.StartsWith("System.Text.Json.", StringComparison.Ordinal))
            return "Import-Clixml and remoting don't restore its value. Make it a string or a number before exporting it";
        return Types.TryGetValue(typeName, out string? why) ? why : null;
    }
}
