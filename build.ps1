<#
.SYNOPSIS
    Builds, tests and packages DdbBatch, on Windows PowerShell 5.1 and on PowerShell 7.
.DESCRIPTION
    A front for dotnet and Pester; it downloads nothing itself. Tasks run in the order given.

    Build    the module, into bin/, for the manifest at the root, and all else in the solution
    Test     dotnet test: the engine, and the module in the hosted PowerShell engine
    Package  a clean module folder out/DdbBatch/VERSION
    Pack     packages, then makes out/DdbBatch.VERSION.nupkg, as the PowerShell Gallery receives it; needs PSResourceGet 1.1 or later
    Pester   packages, then runs tests/Pester on the package, in a PowerShell of its own
    Demo     the quick start: DynamoDB Local and one pipeline
    Clean    removes all that the others made
.EXAMPLE
    ./build.ps1 -Task Package -Configuration Release
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Package', 'Pack', 'Pester', 'Demo', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Invoke-Tool([string] $Name) {
    & $Name @args
    if ($LASTEXITCODE -ne 0) { throw "$Name $args ended with exit code $LASTEXITCODE." }
}

function Get-PackageManifest {
    $version = (Test-ModuleManifest -Path DdbBatch.psd1).Version
    Join-Path $PSScriptRoot "out/DdbBatch/$version/DdbBatch.psd1"
}

$tasks = @{
    Build   = { Invoke-Tool dotnet build --configuration $Configuration }
    Test    = { Invoke-Tool dotnet test --configuration $Configuration }
    Package = { Invoke-Tool dotnet build src/DdbBatch '-t:Package' --configuration $Configuration }
    Pack    = {
        & $tasks.Package
        $folder = Split-Path (Get-PackageManifest)
        Remove-Item (Join-Path out 'DdbBatch.*.nupkg') -ErrorAction Ignore
        (Compress-PSResource -Path $folder -DestinationPath (Join-Path $PSScriptRoot out) -PassThru).FullName
    }
    Pester  = {
        $canPack = Get-Command Compress-PSResource -ErrorAction Ignore
        & $tasks[$(if ($canPack) { 'Pack' } else { 'Package' })]
        # A process of its own: this one would keep the module's files open.
        $env:DDBBATCH_MANIFEST = Get-PackageManifest
        Import-Module ./tests/Pester/TestServer.psm1
        try { Invoke-Tool (Get-TestShell) -NoProfile -File tests/Pester/Invoke-Tests.ps1 }
        finally { $env:DDBBATCH_MANIFEST = $null }
    }
    Demo    = { Invoke-Tool dotnet run --project samples/QuickStart --configuration $Configuration }
    Clean   = {
        foreach ($made in 'bin', 'out', '.tools', 'TestResults', 'en-US/DdbBatch.dll-Help.xml') {
            if (Test-Path $made) { Remove-Item $made -Recurse -Force }
        }
        Get-ChildItem src, tests, samples -Directory | Get-ChildItem -Directory |
            Where-Object Name -In 'bin', 'obj' | Remove-Item -Recurse -Force
    }
}

Push-Location $PSScriptRoot
try { foreach ($name in $Task) { & $tasks[$name] } }
finally { Pop-Location }
