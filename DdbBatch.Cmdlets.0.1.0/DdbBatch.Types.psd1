# A module of its own: the manifest's files of types are read before its assemblies, and these name compiled types.
@{
    ModuleVersion     = '0.1.0'
    GUID              = '0d6ad2a4-4c5b-4f0c-a3a0-5c6b5b0c2f7e'
    TypesToProcess    = 'DdbBatch.Types.ps1xml'
    CmdletsToExport   = @()
    AliasesToExport   = @()
    FunctionsToExport = @()
    VariablesToExport = @()
}
