using System;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace DdbBatch.Module.Tests.Importing;

/// <summary>A folder for a test's files.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes a folder.</summary>
    public TemporaryFolder()
        : this(Directory.CreateTempSubdirectory("ddbbatch-").FullName)
    {
    }

    private TemporaryFolder(string path) => Path = path;

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>An empty folder in it, which goes with it.</summary>
    public TemporaryFolder Inner() => new(Directory.CreateDirectory(System.IO.Path.Combine(Path, Guid.NewGuid().ToString("n"))).FullName);

    /// <summary>Writes a text file and gives its path.</summary>
    public string Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file and gives its path.</summary>
    public string Add(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes a file, compressed with gzip, and gives its path.</summary>
    public string AddGzip(string name, string text)
    {
        using MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return Add(name, compressed.ToArray());
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
