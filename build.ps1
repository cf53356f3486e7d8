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
    Interop  packages, then runs the tests of the cmdlets in tests/Pester with other implementations of DynamoDB: dynalite and, on
             Linux on x64, dynoxide
    Network  packages, then runs tests/Network: loads between two network namespaces; needs Linux and root
    Soak     packages, then uses the module for -Minutes in one PowerShell, with faults, restarts and keys that expire; needs pwsh
    Demo     the quick start: DynamoDB Local and one pipeline
    Clean    removes all that the others made
.EXAMPLE
    ./build.ps1 -Task Package -Configuration Release
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Package', 'Pack', 'Pester', 'Interop', 'Network', 'Soak', 'Demo', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # How long rounds of the task Soak begin. DDBBATCH_SEED repeats its rows and faults.
    [double] $Minutes = 120
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
    Interop = {
        & $tasks.Package
        $env:DDBBATCH_MANIFEST = Get-PackageManifest
        # Bulk loads and the examples use a substitute of ours, whatever the server is.
        $files = Get-ChildItem tests/Pester/*-Ddb*.Tests.ps1 -Exclude *BulkLoad* | ForEach-Object FullName
        Import-Module ./tests/Pester/TestServer.psm1
        $isLinuxX64 = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier -eq 'linux-x64'
        try {
            foreach ($server in @('dynalite'; if ($isLinuxX64) { 'dynoxide' })) {
                $env:DDBBATCH_TEST_SERVER = $server
                $list = "./tests/Pester/$server.psd1"
                $differences = if (Test-Path $list) { "-Differences $list" }
                Invoke-Tool (Get-TestShell) -NoProfile -Command "& ./tests/Pester/Invoke-Tests.ps1 -Path '$($files -join "', '")' $differences"
            }
        }
        finally { $env:DDBBATCH_MANIFEST = $env:DDBBATCH_TEST_SERVER = $null }
    }
    Network = {
        $missing = @('ip', 'ss', 'tc', 'nft', 'tinyproxy', 'openssl', 'node', 'npm' | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) })
        if ($missing) { throw "This needs $($missing -join ', ') (Debian: apt-get install iproute2 nftables tinyproxy openssl npm)." }
        & $tasks.Package
        $env:DDBBATCH_MANIFEST = Get-PackageManifest
        $env:DDBBATCH_DYNALITE = Join-Path $PSScriptRoot out/dynalite
        New-Item $env:DDBBATCH_DYNALITE -ItemType Directory -Force | Out-Null
        Copy-Item tests/DdbBatch.TestKit/DynamoDb/Dynalite/* $env:DDBBATCH_DYNALITE
        Invoke-Tool npm ci --prefix $env:DDBBATCH_DYNALITE --ignore-scripts --no-audit --no-fund --silent
        Import-Module ./tests/Pester/TestServer.psm1
        $run = 'Import-Module Pester -MinimumVersion 5.0; Invoke-Pester -Configuration @{ Run = @{ Path = "tests/Network"; Exit = $true }; Output = @{ Verbosity = "Detailed" } }'
        try { Invoke-Tool (Get-TestShell) -NoProfile -Command $run }
        finally { $env:DDBBATCH_MANIFEST = $env:DDBBATCH_DYNALITE = $null }
    }
    Soak    = {
        & $tasks.Package
        Invoke-Tool dotnet build tests/DdbBatch.Soak --configuration $Configuration
        $seed = if ($env:DDBBATCH_SEED) { $env:DDBBATCH_SEED } else { Get-Random -Maximum 1000000000 }
        Invoke-Tool dotnet "tests/DdbBatch.Soak/bin/$Configuration/net10.0/DdbBatch.Soak.dll" (Get-PackageManifest) out/soak $Minutes $seed
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
