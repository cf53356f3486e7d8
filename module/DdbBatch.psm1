# The cmdlets are compiled; this script loads them, on PowerShell 7 apart from every other module's AWS SDK.
# It uses nothing but the engine, so that hosts without Microsoft.PowerShell.Utility and .Management can import it, and as
# little of it as can be: compiling a script costs milliseconds a line.
$ErrorActionPreference = 'Stop'

$target = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }
$folder = "$PSScriptRoot/../bin/$target"
try { $loader = [System.Reflection.Assembly]::LoadFrom("$folder/DdbBatch.Loader.dll").GetType('DdbBatch.Loader.ModuleAssembly') }
catch { $loader = & "$PSScriptRoot/FindLoader.ps1" $_ }

# An inner module that outlived this one would be taken from PowerShell's cache by the next import, and its cmdlets
# would be lost (PowerShell issue 20710).
$inner = Import-Module -Assembly $loader::Load($folder) -PassThru
# PowerShell reads files of types on any thread, and only on this one it knows an assembly that was imported apart. What has
# been found once, it remembers.
$null = [DdbBatch.DdbItem], [DdbBatch.DdbItemAdapter]
$types = Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'DdbBatch.Types.psd1')) -PassThru
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $types, $inner }
