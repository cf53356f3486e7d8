using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>A home folder with AWS files of its own, and the environment of a process that lives in it.</summary>
internal sealed class AwsHome : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ddbbatch-home").FullName;

    /// <summary>The environment: nothing of AWS but what the home folder has, and no instance to ask.</summary>
    public Dictionary<string, string?> Environment { get; }

    public AwsHome()
    {
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key)
            .Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToDictionary(name => name, _ => (string?)null);
        Environment["HOME"] = _folder;
        Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        // Windows reads the home folder from the user profile, not from a variable.
        if (OperatingSystem.IsWindows())
            UseFiles(".aws");
    }

    /// <summary>Has the AWS files looked for in another of its folders.</summary>
    public void UseFiles(string folder)
    {
        Environment["AWS_CONFIG_FILE"] = PathOf($"{folder}/config");
        Environment["AWS_SHARED_CREDENTIALS_FILE"] = PathOf($"{folder}/credentials");
    }

    /// <summary>The full path of a file in it.</summary>
    public string PathOf(string relativePath) => Path.GetFullPath(Path.Combine(_folder, relativePath));

    /// <summary>Writes a file, and gives its full path.</summary>
    public string Write(string relativePath, string text)
    {
        string path = PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Adds environment variables.</summary>
    public void Add(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach ((string name, string value) in variables)
            Environment[name] = value;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
