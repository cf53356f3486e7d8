using System;
using System.Management.Automation;

namespace DdbBatch;

/// <summary>Lets PowerShell find the types that DdbBatch.Types.ps1xml names.</summary>
/// <remarks>
/// It reads such files on any thread, and only on the importing one it knows an assembly that was loaded apart. What has
/// been found once, it remembers.
/// </remarks>
public sealed class TypesOfFiles : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        foreach (Type type in new[] { typeof(DdbItem), typeof(DdbItemAdapter) })
            _ = LanguagePrimitives.ConvertTo<Type>(type.FullName);
    }
}
