# Has PowerShell 7 ask for the cmdlets' assembly by its name, which the loader answers: by its path, PowerShell would load it
# beside other modules' assemblies. In the root manifest Test-ModuleManifest takes such a name for a missing file.
@{
    RootModule        = 'DdbBatch, Version=0.1.0.0'
    ModuleVersion     = '0.1.0'
    GUID              = '5c1f4b0e-2f0e-4d4e-9c55-6a1f7f0d9b3a'
    CmdletsToExport   = '*'
    AliasesToExport   = @()
    FunctionsToExport = @()
    VariablesToExport = @()
}
