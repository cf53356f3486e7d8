using System;
using System.IO;
using System.Text;
using DdbBatch.Storage;

namespace DdbBatch.Tests.Storage;

/// <summary>A folder for the files of one test.</summary>
public abstract class FolderTestBase : IDisposable
{
    internal static readonly LinePredicate IsFailedFile = line => line.StartsWith("{\"DdbBatch\""u8);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>The path of a failed file.</summary>
    protected string FailedPath => In("failed.jsonl");

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A path in the folder.</summary>
    protected string In(string name) => Path.Combine(_folder, name);

    /// <summary>The names in the folder, in order.</summary>
    protected string[] Names()
    {
        string[] names = Array.ConvertAll(Directory.GetFileSystemEntries(_folder), path => Path.GetFileName(path)!);
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>The line of a failed operation.</summary>
    protected static string Line(int row) => $"{{\"DdbBatch\":{row}}}";

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
