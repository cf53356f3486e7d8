# The cmdlets are compiled; this script loads them, on PowerShell 7 apart from every other module's AWS SDK.
# It uses nothing but the engine, so that hosts without Microsoft.PowerShell.Utility and .Management can import it, and as
# little of it as can be: a script's first call of a .NET method takes milliseconds.
$ErrorActionPreference = 'Stop'

$target = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }
$folder = "$PSScriptRoot/../bin/$target"
try {
    $loader = [System.Reflection.Assembly]::LoadFrom("$folder/DdbBatch.Loader.dll").GetType('DdbBatch.Loader.ModuleAssembly')
}
catch {
    if ($PSVersionTable.PSVersion.Major -gt 5 -and $PSVersionTable.PSVersion -lt [version]'7.4') {
        throw "DdbBatch needs Windows PowerShell 5.1, or PowerShell 7.4 or later. This is $($PSVersionTable.PSVersion)."
    }
    if (-not [System.IO.File]::Exists("$folder/DdbBatch.Loader.dll")) {
        throw "There is no '$folder/DdbBatch.Loader.dll'. In a checkout, run 'dotnet build' first."
    }

    # One loader serves the whole process, even where two versions of the module meet: it tells them apart.
    $loader = 'DdbBatch.Loader.ModuleAssembly' -as [type]
    if (-not $loader) { throw }
}

# An inner module that outlived this one would be taken from PowerShell's cache by the next import, and its cmdlets
# would be lost (PowerShell issue 20710).
$inner = Import-Module -Assembly $loader::Load($folder) -PassThru
$types = Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'DdbBatch.Types.psd1')) -PassThru
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $types, $inner }
