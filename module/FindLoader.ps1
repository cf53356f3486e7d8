# Where the loader can't be loaded from the module's folder: gives the one that is loaded already, or says what is wrong.
param([System.Management.Automation.ErrorRecord] $Failure)

if ($PSVersionTable.PSVersion.Major -gt 5 -and $PSVersionTable.PSVersion -lt [version]'7.4') {
    throw "DdbBatch needs Windows PowerShell 5.1, or PowerShell 7.4 or later. This is $($PSVersionTable.PSVersion)."
}

# One loader serves the whole process, even where two versions of the module meet: it tells them apart.
$loader = 'DdbBatch.Loader.ModuleAssembly' -as [type]
if ($loader) { return $loader }
throw "The module can't be loaded: $($Failure.Exception.InnerException.Message) In a checkout, run 'dotnet build' first."
