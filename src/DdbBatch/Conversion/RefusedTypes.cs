using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

namespace DdbBatch.Conversion;

/// <summary>Types that hold secrets, code, handles or nothing: they are refused rather than stored as debris.</summary>
internal static class RefusedTypes
{
    private const string Secret = "it holds a secret. Take out what may be stored, and store that";
    private const string NoData = "it is no data. Leave the attribute out, or take from it what is to be stored";
    private const string Xml = "store its text (.OuterXml or .ToString()), or take from it what is to be stored";
    private const string Told = "it tells of a run. Leave it out: only what the run left is to be written";
    private const string Unordered = "its keys may have many values. Copy it into a hashtable";

    private static readonly (Type Type, string Why)[] Types =
    [
        (typeof(SecureString), Secret), (typeof(PSCredential), Secret), (typeof(NetworkCredential), Secret),
        (typeof(AsymmetricAlgorithm), Secret), (typeof(SymmetricAlgorithm), Secret), (typeof(X509Certificate), Secret),
        (typeof(ScriptBlock), NoData), (typeof(Delegate), NoData), (typeof(Stream), NoData),
        (typeof(TextReader), NoData), (typeof(TextWriter), NoData), (typeof(MemberInfo), NoData),
        (typeof(Assembly), NoData), (typeof(Module), NoData), (typeof(IntPtr), NoData), (typeof(UIntPtr), NoData),
        (typeof(Pointer), NoData), (typeof(SafeHandle), NoData), (typeof(WaitHandle), NoData), (typeof(Task), NoData),
        (typeof(Thread), NoData), (typeof(Timer), NoData), (typeof(CancellationToken), NoData),
        (typeof(CancellationTokenSource), NoData), (typeof(AppDomain), NoData), (typeof(WeakReference), NoData),
        (typeof(PowerShell), NoData), (typeof(Runspace), NoData), (typeof(RunspacePool), NoData),
        (typeof(Job), NoData), (typeof(IEnumerator), "it is read once only. Collect its elements in an array"),
        (typeof(XmlNode), Xml), (typeof(XObject), Xml), (typeof(WriteSummary), Told), (typeof(NameObjectCollectionBase), Unordered),
    ];

    // Import-Clixml and remoting give a bag of properties without the value for all scalars that they don't know. The
    // types here may come from a newer .NET than this one.
    private static readonly HashSet<string> NotRestored = new(
        ScalarShapes.ByType.Keys.Select(type => type.FullName!).Concat(
        [
            "System.DateOnly", "System.TimeOnly", "System.Half", "System.Int128", "System.UInt128", "System.Text.Rune",
        ]),
        StringComparer.Ordinal);

    /// <summary>Why a type is refused; null where it isn't.</summary>
    public static string? Find(Type type)
    {
        foreach ((Type refused, string why) in Types)
        {
            if (refused.IsAssignableFrom(type))
                return why;
        }

        if (type.IsArray && type.GetArrayRank() > 1)
            return "DynamoDB's lists have one dimension. Make it an array of arrays";
        return null;
    }

    /// <summary>Why what is left of an object after Import-Clixml or remoting is refused; null where it isn't.</summary>
    /// <param name="typeName">The type that it had, as <c>System.IO.MemoryStream</c>.</param>
    public static string? FindDeserialized(string typeName)
    {
        if (NotRestored.Contains(typeName) || typeName.StartsWith("System.Text.Json.", StringComparison.Ordinal))
            return "Import-Clixml and remoting don't restore its value. Make it a string or a number before exporting it";
        return Types.FirstOrDefault(refused => refused.Type.FullName == typeName).Why;
    }
}
