# Runs the Pester tests of this folder, or of one file, and says how many there were, in the last line and in the exit
# code. The quick start serves them a DynamoDB, and another endpoint that leaves a share of every batch unprocessed.
param([string] $Path = $PSScriptRoot)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0
Import-Module "$PSScriptRoot/TestServer.psm1" -Force

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$server = Start-TestServer
try { $result = Invoke-Pester -Configuration $configuration }
finally { Stop-TestServer $server }

# A file that fails before its first test counts as one failure.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
"Pester: $($result.PassedCount) passed, $failed failed, $($result.SkippedCount + $result.InconclusiveCount) skipped"
exit [int]($failed -gt 0 -or $result.PassedCount -eq 0)
