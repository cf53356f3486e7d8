# Runs the Pester tests of this folder, or of some files, and says how many there were, in the last line and in the exit
# code. The quick start serves them a DynamoDB, and another endpoint that leaves a share of every batch unprocessed.
# Differences names a file with the tests that another server (DDBBATCH_TEST_SERVER) fails for reasons of its own.
param([string[]] $Path = $PSScriptRoot, [string] $Differences)

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
$passed = $result.PassedCount
$known = 0
if ($Differences) {
    # A test that is listed and passes is a failure too, so that the list says what is true.
    $reasons = Import-PowerShellDataFile $Differences
    foreach ($name in $reasons.Keys | Sort-Object) {
        $tests = @($result.Tests | Where-Object { $_.ExpandedPath -eq $name })
        if ($tests.Count -and -not ($tests | Where-Object Result -NE 'Failed')) {
            "Differs: $name`n    because $($reasons[$name])"
            $known += $tests.Count
        }
        else {
            "Listed in $Differences, but not failing: $name"
            $failed++
        }
    }
    $failed -= $known
}
"Pester: $passed passed, $failed failed, $($result.SkippedCount + $result.InconclusiveCount + $known) skipped"
exit [int]($failed -gt 0 -or $passed -eq 0)
