using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Reflection;

namespace DdbBatch.Loader;

/// <summary>Where the module's script gets the assembly of the cmdlets from, on Windows PowerShell 5.1.</summary>
public static class ModuleAssembly
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The cmdlets' assembly, with what .NET Framework needs to run it set up.</summary>
    /// <param name="folder">The full path of the folder that holds DdbBatch.dll.</param>
    /// <exception cref="FileNotFoundException">There is no DdbBatch.dll in the folder.</exception>
    /// <exception cref="InvalidOperationException">An AWS SDK that is too old is loaded already.</exception>
    public static Assembly Load(string folder) => Loaded.GetOrAdd(folder, LoadOnce).Value;

    private static Lazy<Assembly> LoadOnce(string folder) => new(() =>
    {
        LoadedAwsSdk.ThrowIfOlderThanIn(folder, AppDomain.CurrentDomain.GetAssemblies());
        EnsureTls12();
        AppDomain.CurrentDomain.AssemblyResolve += new FolderResolver(folder).Resolve;
        return Assembly.LoadFrom(Path.Combine(folder, "DdbBatch.dll"));
    });

    // Windows PowerShell may still default to TLS 1.0, which AWS refuses. SystemDefault leaves the choice to Windows,
    // and adding to it would take that choice away.
    private static void EnsureTls12()
    {
        const SecurityProtocolType systemDefault = 0;
        if (ServicePointManager.SecurityProtocol != systemDefault)
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
    }
}
