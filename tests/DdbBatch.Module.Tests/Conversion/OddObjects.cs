using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Collections.Specialized;
using System.Data;
using System.Diagnostics;
using System.Dynamic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Net.Mail;
using System.Net.Sockets;
using System.Numerics;
using System.Reflection;
using System.Security;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

namespace DdbBatch.Module.Tests.Conversion;

#pragma warning disable CA2000 // Odd objects live as long as the test run.

/// <summary>Objects that nobody means to store, and somebody will pipe.</summary>
internal static class OddObjects
{
    /// <summary>Makers of the objects.</summary>
    public static IReadOnlyList<Func<object?>> All { get; } =
    [
        // Objects that run, point at something or hold something open.
        () => Process.GetCurrentProcess(), () => new Process(), () => Process.GetCurrentProcess().MainModule,
        () => Thread.CurrentThread, () => new Timer(_ => { }), () => Task.CompletedTask, () => Task.FromException(new IOException("x")),
        () => new TaskCompletionSource().Task, () => new ValueTask<int>(1), () => new CancellationTokenSource(), () => CancellationToken.None,
        () => new ManualResetEvent(false), () => new SemaphoreSlim(1), () => new Mutex(), () => (nint)5, () => (nuint)5,
        () => new Lazy<int>(() => throw new InvalidOperationException("lazy")), () => new WeakReference(new object()),
        () => new ThreadLocal<int>(), () => AppDomain.CurrentDomain, () => new HttpClient(), () => new Socket(SocketType.Stream, ProtocolType.Tcp),
        () => new TcpClient(), () => new FileSystemWatcher(), () => new Stopwatch(), () => Console.Out, () => new StringReader("x"), () => new StringWriter(),

        // Code and types.
        () => typeof(string), () => typeof(List<>), () => typeof(string).Assembly, () => typeof(string).Module,
        () => typeof(string).GetMethods(), () => typeof(string).GetProperty("Length"), () => (Action)(() => { }), () => (Func<int>)(() => 1),
        () => ScriptBlock.Create("1"), () => PowerShell.Create(), () => new CommandParameterPlaceholder(), () => new Exception("x"),
        () => Thrown(), () => new AggregateException(new IOException("a"), new ArgumentException("b")), () => new StackTrace(),
        () => new ErrorRecord(new IOException("x"), "id", ErrorCategory.NotSpecified, null), () => new CmdletInfo("Get-Command", typeof(PSCmdlet)),

        // Secrets.
        () => new SecureString(), () => new PSCredential("user", new SecureString()), () => new NetworkCredential("user", "password"),
        () => RSA.Create(1024), () => Aes.Create(), () => SHA256.Create(),

        // Streams in every state.
        () => Disposed(new MemoryStream([1, 2])), () => new MemoryStream(), () => Stream.Null, () => Disposed(new FileStream(Path.GetTempFileName(), FileMode.Open)),
        () => new BufferedStream(new MemoryStream()), () => new BinaryReader(new MemoryStream()), () => new MemoryStream(new byte[500_000]),

        // Collections: nested, jagged, self-referencing, endless, broken.
        () => new int[2, 2], () => new int[2][], () => new object?[0], () => SelfList(), () => SelfMap(), () => SelfCustom(), () => SelfArray(),
        () => Endless(), () => EndlessText(), () => EndlessNested(), () => ThrowingEnumerable(), () => Enumerable.Range(0, 10).Select(i => 1 / (i - 5)),
        () => new[] { 1, 2 }.GetEnumerator(), () => new List<int> { 1 }.GetEnumerator(), () => AsyncNumbers(), () => new BitArray(9),
        () => new NameValueCollection { { "a", "1" }, { "a", "2" } }, () => new WebHeaderCollection(), () => new StringCollection { "a" },
        () => new StringDictionary { ["a"] = "b" }, () => new ListDictionary { ["a"] = 1 }, () => new HybridDictionary { [5] = 1 },
        () => new Dictionary<int, string> { [1] = "a" }, () => new Dictionary<object, object> { [new object()] = 1 }, () => new Hashtable { [1] = 2 },
        () => new Hashtable { [""] = 1 }, () => new Hashtable { ["\ud800"] = 1 }, () => new Hashtable { [new string('n', 70_000)] = 1 },
        () => new ConcurrentDictionary<string, int> { ["a"] = 1 }, () => new ConcurrentBag<int> { 1 }, () => new BlockingCollection<int>(),
        () => ImmutableArray<int>.Empty, () => default(ImmutableArray<int>), () => ImmutableHashSet.Create("a"), () => ImmutableDictionary<string, int>.Empty.Add("a", 1),
        () => new SortedList<string, int> { ["a"] = 1 }, () => new LinkedList<int>([1]), () => new Stack<int>([1]), () => new PriorityQueue<int, int>(),
        () => new[] { "a" }.ToLookup(x => x), () => new[] { "a", "b" }.GroupBy(x => x).First(), () => new HashSet<string>(), () => new HashSet<bool> { true },
        () => new HashSet<object?> { null }, () => new HashSet<object> { 1, "a" }, () => new HashSet<object> { 1, 1.0 }, () => new HashSet<int[]> { new[] { 1 } },
        () => new HashSet<byte[]> { new byte[] { 1 }, new byte[] { 1 } }, () => new HashSet<string?> { null }, () => new HashSet<double> { double.NaN },
        () => Deep(31), () => Deep(32), () => Deep(100_000), () => Wide(500_000), () => new string('x', 409_601), () => new byte[409_601],
        () => new ThrowingDictionary(), () => new ArraySegment<byte>(), () => default(ReadOnlyMemory<byte>), () => new ReadOnlyMemory<char>(),

        // Numbers and texts at the edge.
        () => double.NaN, () => double.PositiveInfinity, () => double.MaxValue, () => double.Epsilon, () => float.NegativeInfinity, () => -0.0,
        () => BigInteger.Pow(7, 100_000), () => BigInteger.Pow(10, 125), () => BigInteger.Pow(10, 126), () => (BigInteger)ulong.MaxValue * ulong.MaxValue,
        () => Half.NaN, () => Half.Epsilon, () => Int128.MinValue, () => UInt128.MaxValue, () => new Complex(1, 2), () => new Vector3(1, 2, 3), () => decimal.MinValue,
        () => "\ud83d", () => "\udc00\ud800", () => '\ud800', () => "\0", () => (DayOfWeek)99, () => (FileAttributes)(-1), () => new Rune('x'),
        () => DateTime.MinValue, () => DateTime.MaxValue, () => DateTimeOffset.MinValue, () => TimeSpan.MinValue, () => DateOnly.MaxValue,
        () => new Uri("relative", UriKind.Relative), () => new Version(), () => Encoding.UTF8, () => CultureInfo.InvariantCulture, () => TimeZoneInfo.Local,
        () => new Range(1, ^1), () => new Index(1), () => (1, "a"), () => Tuple.Create(1, "a"), () => new { A = 1 }, () => new object(), () => DBNull.Value,
        () => new Regex("a+"), () => Regex.Matches("aaa", "a"), () => new MailAddress("a@b.c"), () => new IPEndPoint(1, 2), () => new CookieContainer(),

        // Documents.
        () => Xml("<a><b/></a>"), () => Xml("<a><b/></a>").DocumentElement, () => XElement.Parse("<a>x</a>"), () => new XDocument(),
        () => JsonDocument.Parse("[1,{\"a\":1,\"a\":2}]"), () => JsonDocument.Parse("{\"\":1}"), () => JsonDocument.Parse("[1e999]"), () => default(JsonElement),
        () => Disposed(JsonDocument.Parse("[1]")).RootElement, () => JsonNode.Parse("{\"a\":[1,\"x\",null]}"), () => JsonValue.Create(new object()),
        () => JsonDocument.Parse("\"\\ud800\""), () => new StringBuilder("x\ud800"), () => new DataTable(), () => new DataSet(), () => new DataView(),
        () => new DataTable().NewRow(), () => ClosedReader(), () => DetachedRow(),

        // PowerShell's own.
        () => new PSObject(), () => PSObject.AsPSObject(5), () => PSObject.AsPSObject(PSObject.AsPSObject("x")), () => Script("throw 'x'"),
        () => Script("$this"), () => Script("[IO.DirectoryInfo]'/'"), () => Script("while ($true) { 'x' * 1000 }"), () => Script("return"),
        () => new SwitchParameter(), () => System.Management.Automation.Language.NullString.Value, () => new PSVariable("x"), () => new Alias(),
        () => new DirectoryInfo("/"), () => new FileInfo("/nowhere/x"), () => new DriveInfo("/"), () => new ExpandoObject(), () => new Dynamic(),
        () => new Throws(), () => new Grows(), () => new WriteOnly(), () => new Indexed(), () => new Struct(), () => new Hides(), () => new Recursive(),
        () => WindowsOrNull(), () => Environment.GetEnvironmentVariables(), () => Environment.Version, () => Environment.OSVersion,
    ];

    private static object Thrown()
    {
        try
        {
            throw new InvalidOperationException("thrown");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private static T Disposed<T>(T disposable)
        where T : IDisposable
    {
        disposable.Dispose();
        return disposable;
    }

    private static ArrayList SelfList()
    {
        ArrayList list = [1];
        list.Add(list);
        return list;
    }

    private static Hashtable SelfMap()
    {
        Hashtable map = new() { ["a"] = new Hashtable() };
        ((Hashtable)map["a"]!)["back"] = map;
        return map;
    }

    private static PSObject SelfCustom()
    {
        PSObject custom = new();
        custom.Properties.Add(new PSNoteProperty("me", custom));
        return custom;
    }

    private static object[] SelfArray()
    {
        object[] array = new object[1];
        array[0] = array;
        return array;
    }

    private static IEnumerable<int> Endless()
    {
        for (int i = 0; ; i++)
            yield return i;
    }

    private static IEnumerable<string> EndlessText()
    {
        while (true)
            yield return "";
    }

    private static IEnumerable<object> EndlessNested()
    {
        while (true)
            yield return EndlessNested();
    }

    private static IEnumerable<int> ThrowingEnumerable()
    {
        yield return 1;
        throw new InvalidOperationException("no more");
    }

    private static async IAsyncEnumerable<int> AsyncNumbers()
    {
        await Task.Yield();
        yield return 1;
    }

    private static object Deep(int depth)
    {
        object value = 1;
        for (int i = 0; i < depth; i++)
            value = i % 2 == 0 ? new object[] { value } : new Hashtable { ["a"] = value };
        return value;
    }

    private static int[] Wide(int length) => new int[length];

    private static XmlDocument Xml(string text)
    {
        XmlDocument document = new();
        document.LoadXml(text);
        return document;
    }

    private static DataTableReader ClosedReader()
    {
        DataTableReader reader = new DataTable().CreateDataReader();
        reader.Close();
        return reader;
    }

    private static DataRow DetachedRow()
    {
        DataTable table = new();
        table.Columns.Add("a");
        DataRow row = table.Rows.Add("x");
        row.Delete();
        return row;
    }

    private static PSObject Script(string body)
    {
        PSObject custom = new();
        custom.Properties.Add(new PSScriptProperty("scripted", ScriptBlock.Create(body.Replace("while ($true)", "foreach ($i in 1..1000)"))));
        return custom;
    }

    private static object? WindowsOrNull() => OperatingSystem.IsWindows() ? WindowsIdentity.GetCurrent() : null;

    private sealed class CommandParameterPlaceholder
    {
        public ConstructorInfo? Constructor => typeof(CommandParameterPlaceholder).GetConstructors()[0];
    }

    private sealed class Alias
    {
        public Alias Self => this;
    }

    private sealed class Dynamic : DynamicObject
    {
        public override IEnumerable<string> GetDynamicMemberNames() => ["a"];

        public override bool TryGetMember(GetMemberBinder binder, out object? result) => throw new InvalidOperationException("dynamic");
    }

    private sealed class Throws
    {
        public string Fine => "x";

        public string Bad => throw new InvalidOperationException("getter");
    }

    private sealed class Grows
    {
        public Grows Next => new();

        public Grows Other => new();
    }

    private sealed class WriteOnly
    {
        public string Value
        {
            set => throw new InvalidOperationException(value);
        }
    }

    private sealed class Indexed
    {
        public int this[int index] => index;
    }

    private struct Struct
    {
        public int Number { get; set; }
    }

    private sealed class Hides
    {
        public Func<int> Code => () => 1;
    }

    private sealed class Recursive : IEnumerable
    {
        public IEnumerator GetEnumerator()
        {
            yield return new Recursive();
        }
    }

    private sealed class ThrowingDictionary : Dictionary<string, int>, IDictionary
    {
        IDictionaryEnumerator IDictionary.GetEnumerator() => throw new InvalidOperationException("entries");
    }
}
