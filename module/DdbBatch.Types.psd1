# A module of its own: types that name compiled ones can be loaded only after those, which DdbBatch.psm1 sees to.
@{
    ModuleVersion     = '0.1.0'
    GUID              = '0d6ad2a4-4c5b-4f0c-a3a0-5c6b5b0c2f7e'
    TypesToProcess    = 'DdbBatch.Types.ps1xml'
    CmdletsToExport   = @()
    AliasesToExport   = @()
    FunctionsToExport = @()
    VariablesToExport = @()
}
