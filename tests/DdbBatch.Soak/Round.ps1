# Plays the rounds of the soak in one process: reads a line "NUMBER FOLDER" for each, and answers with a line of JSON.
param([string] $Manifest, [string] $Endpoint)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Manifest
$PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $Endpoint; '*-Ddb*:WarningAction' = 'SilentlyContinue' }
$table = 'Soak'
$copy = 'SoakCopy'

function Add-Count($Count, $Summary) {
    $Count.Written += $Summary.Written
    $Count.Throttled += $Summary.ThrottledRequests
    $Count.Retried += $Summary.RetriedRequests
    $Count.Unknown += $Summary.Unknown
}

# A command that cannot reach the server at its start ends at once, and has done nothing; a scheduled task starts it again.
function Invoke-Reached([scriptblock] $Command) {
    for ($try = 1; ; $try++) {
        try { return & $Command }
        catch {
            $isUnreached = $_.FullyQualifiedErrorId -like 'EndpointUnreachable,*' -or "$_" -match 'ended early, after 0 items'
            if ($try -eq 30 -or -not $isUnreached) { throw }
        }
        $Count.Unreached++
        Start-Sleep -Seconds 2
    }
}

# Writes the lines of a failed file until none is left.
function Complete-FailedFile($Path, $Count) {
    for ($try = 0; Test-Path $Path; $try++) {
        if ($try -eq 20) { throw "$Path still has lines: $(Get-Content $Path -TotalCount 1)" }
        Invoke-Reached {
            Resume-DdbBatch -FailedPath $Path -SummaryVariable summary -ErrorAction SilentlyContinue
            $Count.Resumed += $summary.Written
            Add-Count $Count $summary
        }
    }
}

# A load that ends in its middle, is continued from its checkpoint, and whose failed file is used up.
function Invoke-Put($Folder, $Count) {
    $load = @{ Table = $table; CheckpointPath = "$Folder/put.mark"; FailedPath = "$Folder/put.failed"; MaxRetry = 3 }
    Invoke-Reached {
        $script:rows = 0
        try {
            Import-DdbItem "$Folder/puts.jsonl" -Format DynamoDBJson |
                ForEach-Object { if (++$script:rows -eq 700) { throw 'Interrupted.' }; $_ } |
                Write-DdbBatch @load -ErrorAction SilentlyContinue
        }
        catch { if ("$_" -ne 'Interrupted.') { throw } }
    }
    Invoke-Reached {
        Import-DdbItem "$Folder/puts.jsonl" -Format DynamoDBJson |
            Write-DdbBatch @load -SummaryVariable summary -ErrorAction SilentlyContinue
        Add-Count $Count $summary
    }
    Complete-FailedFile "$Folder/put.failed" $Count
}

function Invoke-Change($Folder, $Count) {
    Invoke-Reached {
        Import-DdbItem "$Folder/updates.csv" -AttributeType @{ Id = 'N'; Price = 'N'; Stock = 'N' } -EmptyString Omit |
            Update-DdbBatch -Table $table -FailedPath "$Folder/update.failed" -MaxRetry 3 -SummaryVariable summary -ErrorAction SilentlyContinue
        Add-Count $Count $summary
    }
    Complete-FailedFile "$Folder/update.failed" $Count
    Invoke-Reached {
        Import-DdbItem "$Folder/inserts.jsonl" -Format DynamoDBJson |
            Write-DdbBatch -Table $table -Operation Insert -FailedPath "$Folder/insert.failed" -SummaryVariable summary -ErrorAction SilentlyContinue
        Add-Count $Count $summary
    }
    Complete-FailedFile "$Folder/insert.failed" $Count
    Invoke-Reached {
        Import-DdbItem "$Folder/deletes.csv" -AttributeType @{ Id = 'N' } |
            Remove-DdbBatch -Table $table -FailedPath "$Folder/delete.failed" -SummaryVariable summary -ErrorAction SilentlyContinue
        Add-Count $Count $summary
    }
    Complete-FailedFile "$Folder/delete.failed" $Count
}

function Invoke-Read($Folder, $Count) {
    Invoke-Reached { Read-DdbTable $table -ConsistentRead | Export-DdbItem "$Folder/read.jsonl" -Format DynamoDBJson }
    Invoke-Reached {
        Import-DdbItem "$Folder/keys.csv" -AttributeType @{ Id = 'N' } |
            Get-DdbBatch -Table $table -ConsistentRead -MissingVariable missing -ErrorAction SilentlyContinue |
            Export-DdbItem "$Folder/got.jsonl" -Format DynamoDBJson
        $Count.Missing = @($missing).Count
    }
}

# A copy that ends at the first page that fails, and is continued from its checkpoint; then both tables are compared.
function Invoke-Copy($Folder, $Count) {
    Invoke-Reached { Clear-DdbTable $copy -Confirm:$false }
    while ($true) {
        if (++$Count.Copies -gt 30) { throw 'The copy is not complete.' }
        $load = @{ CheckpointPath = "$Folder/copy.mark"; FailedPath = "$Folder/copy.failed"; MaxRetry = if ($Count.Copies -le 3) { 0 } else { 3 } }
        $summary = Invoke-Reached {
            $summary = $null
            try { Copy-DdbTable $table $copy @load -SummaryVariable summary -ErrorAction SilentlyContinue }
            catch { if ($_.FullyQualifiedErrorId -like 'EndpointUnreachable,*') { throw } }
            $summary
        }
        if (-not $summary) { continue }
        Add-Count $Count $summary.Write
        if ($summary.CompleteSegments -eq $summary.TotalSegments) { break }
    }
    Complete-FailedFile "$Folder/copy.failed" $Count
    Invoke-Reached {
        Compare-DdbTable $copy -ReferenceTable $table -Full -ConsistentRead -SummaryVariable compared | Out-Null
        if (-not $compared.Equal) { throw "The copy differs: $compared" }
    }
}

function Invoke-Round([int] $Number, [string] $Folder) {
    # Keys of a role that is assumed, and keys of the container.
    if ($Number % 2) { $PSDefaultParameterValues['*-Ddb*:ProfileName'] = 'role' }
    else { $PSDefaultParameterValues.Remove('*-Ddb*:ProfileName') }
    $count = @{ Written = 0; Resumed = 0; Throttled = 0; Retried = 0; Unknown = 0; Unreached = 0; Copies = 0; Missing = 0 }
    Invoke-Put $Folder $count
    Invoke-Change $Folder $count
    Invoke-Read $Folder $count
    Invoke-Copy $Folder $count
    $global:Error.Clear()
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
    $count.Heap = [GC]::GetTotalMemory($true)
    ConvertTo-Json $count -Compress
}

[Console]::Out.WriteLine("$PID $($PSVersionTable.PSVersion)")
while ($line = [Console]::In.ReadLine()) {
    $number, $folder = $line -split ' ', 2
    try { [Console]::Out.WriteLine((Invoke-Round $number $folder)) }
    catch { [Console]::Out.WriteLine("$($_.FullyQualifiedErrorId): $_ $($_.ScriptStackTrace)".ReplaceLineEndings(' ')) }
}
