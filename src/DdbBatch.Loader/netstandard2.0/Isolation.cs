using System;
using System.IO;
using System.Management.Automation;
using System.Net;

namespace DdbBatch.Loader;

/// <summary>
/// On Windows PowerShell 5.1: our own dependencies for our own assemblies; the AWS SDK is shared with other modules.
/// </summary>
public sealed class Isolation : IModuleAssemblyInitializer
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(Isolation).Assembly.Location);

    static Isolation() => AppDomain.CurrentDomain.AssemblyResolve += new FolderResolver(Folder).Resolve;

    /// <summary>Prepares the process for the cmdlets' assembly, which the manifest lists after this one.</summary>
    /// <exception cref="InvalidOperationException">An AWS SDK is loaded that is too old.</exception>
    public void OnImport()
    {
        LoadedAwsSdk.ThrowIfOlderThanIn(Folder, AppDomain.CurrentDomain.GetAssemblies());
        EnsureTls12();
    }

    // Windows PowerShell may still default to TLS 1.0, which AWS refuses. SystemDefault leaves the choice to Windows, and
    // adding to it would override that choice.
    private static void EnsureTls12()
    {
        const SecurityProtocolType systemDefault = 0;
        if (ServicePointManager.SecurityProtocol != systemDefault)
            ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;
    }
}
