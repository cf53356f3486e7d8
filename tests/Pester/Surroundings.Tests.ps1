# The module where nobody looks: scheduled tasks, services, jobs, other cultures. Each runs in a PowerShell of its own.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $manifest = Get-TestManifest
    $flaky = Get-UnprocessedEndpoint
    $shell = Get-TestShell

    # Runs a script file as a task scheduler does: no profile, nobody to ask, no terminal. Gives what it printed.
    function Invoke-Task([string] $Script, [hashtable] $Environment = @{}, [string[]] $Option = '-NonInteractive') {
        Set-Content "$TestDrive/task.ps1" "Import-Module '$manifest'`n$Script"
        $start = [System.Diagnostics.ProcessStartInfo]::new($shell, "-NoProfile $Option -File ""$TestDrive/task.ps1""")
        $start.UseShellExecute = $false
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        foreach ($name in $Environment.Keys) {
            if ($null -eq $Environment[$name]) { $start.EnvironmentVariables.Remove($name) }
            else { $start.EnvironmentVariables[$name] = $Environment[$name] }
        }
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output.Trim(); Errors = $errors.Result }
    }
}

Describe 'A scheduled task' {
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    It 'with -ErrorAction Stop ends with exit code <Code> for <Case>' -ForEach @(
        @{ Case = 'a load that succeeds'; Code = 0; Endpoint = 'good'; Exists = $true }
        @{ Case = 'an item that was left'; Code = 1; Endpoint = 'flaky'; Exists = $true }
        @{ Case = 'a missing table'; Code = 1; Endpoint = 'good'; Exists = $false }
    ) {
        $name = if ($Exists) { $table } else { 'NoSuchTable' }
        $url = if ($Endpoint -eq 'good') { $env:AWS_ENDPOINT_URL_DYNAMODB } else { $flaky }
        $result = Invoke-Task @"
1..30 | ForEach-Object { @{ Id = `$_ } } | Write-DdbBatch -Table $name -EndpointUrl $url -MaxRetry 0 -ErrorAction Stop
'the end'
"@
        $result.ExitCode | Should -Be $Code -Because $result.Errors
        $result.Output -match 'the end' | Should -Be ($Code -eq 0)
    }

    It 'works without a home, a terminal and input, and prints nothing' {
        $none = @{ HOME = $null; USERPROFILE = $null; XDG_CONFIG_HOME = $null; TERM = $null; APPDATA = $null }
        $result = Invoke-Task "1..30 | ForEach-Object { @{ Id = `$_ } } | Write-DdbBatch -Table $table" $none

        $result.ExitCode, $result.Output, $result.Errors | Should -Be 0, '', ''
        Get-TestId $table | Should -Be (1..30)
    }

    It 'works under strict mode, and with errors that stop it' {
        $result = Invoke-Task @"
Set-StrictMode -Version Latest
`$ErrorActionPreference = 'Stop'
1..30 | ForEach-Object { [pscustomobject]@{ Id = `$_ } } |
    Write-DdbBatch -Table { '$table' } -Operation { 'Put' } -UnprocessedVariable left -Summary | ForEach-Object Succeeded
`$left.Count
"@
        $result.ExitCode | Should -Be 0 -Because $result.Errors
        $result.Output -split '\r?\n' | Should -Be 'True', '0'
    }

    It 'shows <Records> progress with <Option>' -ForEach @(
        @{ Option = '-NonInteractive'; Records = 'no' }
        @{ Option = '-NonI'; Records = 'no' }
        @{ Option = '-NoLogo'; Records = 'some' }
    ) {
        # What the cmdlet writes is counted, and not what this host shows of it.
        $result = Invoke-Task -Option $Option @"
`$shell = [powershell]::Create().AddScript({
    param(`$Manifest, `$Table)
    Import-Module `$Manifest
    & { @{ Id = 1 }; Start-Sleep -Milliseconds 500; @{ Id = 2 }, @{ Id = 3 } } | Write-DdbBatch -Table `$Table
}).AddArgument('$manifest').AddArgument('$table')
`$null = `$shell.Invoke()
if (`$shell.Streams.Progress.Count) { 'some' } else { 'no' }
`$shell.Streams.Error | Out-String
"@
        $result.Output | Should -Be $Records -Because $result.Errors
    }
}

Describe 'The recipe for scheduled tasks' {
    BeforeAll {
        # As the help has it; only the names differ.
        function Get-Recipe([string] $Path, [string] $Table, [string] $More = '') {
            @"
`$ErrorActionPreference = 'Stop'
`$s = `$null
try { Import-DdbItem '$Path' -ErrorAction Continue | Write-DdbBatch -Table $Table -SummaryVariable s -ErrorAction Continue $More }
catch { Write-Error -ErrorRecord `$_ -ErrorAction Continue }
finally { if (-not (`$s -and `$s.Succeeded)) { [Environment]::Exit(1) } }
exit 0
"@
        }
        function Write-Gzip([string] $Path, [string] $Text, [double] $Share) {
            $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
            $compressed = [System.IO.MemoryStream]::new()
            $gzip = [System.IO.Compression.GZipStream]::new($compressed, [System.IO.Compression.CompressionMode]::Compress, $true)
            $gzip.Write($bytes, 0, $bytes.Length)
            $gzip.Dispose()
            $all = $compressed.ToArray()
            [System.IO.File]::WriteAllBytes($Path, [byte[]] $all[0..([int]($all.Length * $Share) - 1)])
        }
        $rows = "Id,Text`n" + ((1..3000 | ForEach-Object { "$_,$([guid]::NewGuid())" }) -join "`n") + "`n"
        Set-Content "$TestDrive/good.csv" "Id,Text`n1,x`n2,y"
        Set-Content "$TestDrive/ragged.csv" "Id,Text`n1,x`n2`n3,z"
        Set-Content "$TestDrive/wrong.csv" "Name,Text`na,x`nb,y"
        Set-Content "$TestDrive/wrong.jsonl" 'this is no JSON'
        Set-Content "$TestDrive/header.csv" 'Id,Text'
        [System.IO.File]::WriteAllText("$TestDrive/empty.csv", '')
        Write-Gzip "$TestDrive/whole.csv.gz" $rows 1
        Write-Gzip "$TestDrive/half.csv.gz" $rows 0.5
        $nobody = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $nobody.Start()
        $dead = "http://127.0.0.1:$($nobody.LocalEndpoint.Port)"
        $nobody.Stop()
        $noAws = @{
            AWS_ENDPOINT_URL_DYNAMODB = 'https://dynamodb.eu-central-1.amazonaws.invalid'; AWS_REGION = 'eu-central-1'; AWS_EC2_METADATA_DISABLED = 'true'
            AWS_ACCESS_KEY_ID = $null; AWS_SECRET_ACCESS_KEY = $null; AWS_PROFILE = $null; HOME = $TestDrive; USERPROFILE = $TestDrive
            AWS_SHARED_CREDENTIALS_FILE = "$TestDrive/none"; AWS_CONFIG_FILE = "$TestDrive/none"
        }
    }
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    It 'ends with exit code <Code> for <Case>' -ForEach @(
        @{ Case = 'a file that is written'; Code = 0; File = 'good.csv' }
        @{ Case = 'a compressed file'; Code = 0; File = 'whole.csv.gz' }
        @{ Case = 'a file with a header and no rows'; Code = 0; File = 'header.csv' }
        @{ Case = 'a missing file'; Code = 1; File = 'missing.csv' }
        @{ Case = 'half a file'; Code = 1; File = 'half.csv.gz' }
        @{ Case = 'a row that cannot be read'; Code = 1; File = 'ragged.csv' }
        @{ Case = 'a file without the key'; Code = 1; File = 'wrong.csv' }
        @{ Case = 'a file of another format'; Code = 1; File = 'wrong.jsonl' }
        @{ Case = 'a file in strict mode'; Code = 0; File = 'good.csv'; Before = 'Set-StrictMode -Version Latest' }
        @{ Case = 'a missing file in strict mode'; Code = 1; File = 'missing.csv'; Before = 'Set-StrictMode -Version Latest' }
        @{ Case = 'a parameter that does not bind, in strict mode'; Code = 1; File = 'good.csv'; More = '-ThrottleLimit none'; Before = 'Set-StrictMode -Version Latest' }
        @{ Case = 'a parameter that makes no sense'; Code = 1; File = 'good.csv'; More = '-NoRetry -PassThru' }
        @{ Case = 'a variable of an earlier load'; Code = 1; File = 'missing.csv'; Before = '$s = [pscustomobject]@{ Succeeded = $true }' }
        @{ Case = 'a server that does not answer'; Code = 1; File = 'good.csv'; More = "-EndpointUrl DEAD -RetryTimeoutSec 1" }
        @{ Case = 'a missing table'; Code = 1; File = 'good.csv'; Target = 'NoSuchTable' }
        @{ Case = 'a server that leaves a part'; Code = 1; File = 'whole.csv.gz'; More = '-EndpointUrl FLAKY -MaxRetry 0' }
    ) {
        $recipe = Get-Recipe "$TestDrive/$File" $(if ($Target) { $Target } else { $table }) ("$More".Replace('DEAD', $dead).Replace('FLAKY', $flaky))
        $result = Invoke-Task "$Before`n$recipe"
        $result.ExitCode | Should -Be $Code -Because "$($result.Errors)$($result.Output)"
    }

    It 'ends with exit code 1, and with the reason, if the server is killed in the middle of the load' {
        # A server of its own takes the first request, and dies before it has answered.
        $server = Start-Process $shell -PassThru -RedirectStandardOutput "$TestDrive/port" -ArgumentList @(
            '-NoProfile', '-Command', """`$l = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0); `$l.Start(); `$l.LocalEndpoint.Port; `$null = `$l.AcceptTcpClient(); [Diagnostics.Process]::GetCurrentProcess().Kill()""")
        while (-not ($port = Get-Content "$TestDrive/port")) { if ($server.HasExited) { throw 'The server has ended.' } }
        $recipe = Get-Recipe "$TestDrive/good.csv" $table "-KeyName Id:N -RetryTimeoutSec 1 -EndpointUrl http://127.0.0.1:$port"
        $result = Invoke-Task $recipe
        $server.WaitForExit()
        $result.ExitCode | Should -Be 1
        $result.Errors | Should -Not -BeNullOrEmpty
    }

    It 'ends with exit code 1 without credentials' {
        $result = Invoke-Task (Get-Recipe "$TestDrive/good.csv" $table) $noAws
        $result.ExitCode | Should -Be 1 -Because $result.Errors
    }

    It 'ends with exit code 1 if the module is missing' {
        $result = Invoke-Task "Remove-Module DdbBatch; function Import-DdbItem { }`n`$PSModuleAutoLoadingPreference = 'None'`n$(Get-Recipe "$TestDrive/good.csv" $table)"
        $result.ExitCode | Should -Be 1 -Because $result.Errors
    }

    It 'ends with exit code 1 if the first of two loads fails, and 0 if none does' {
        $two = @"
`$ErrorActionPreference = 'Stop'
`$a = `$b = `$null
try {
    Import-DdbItem '$TestDrive/FIRST' -ErrorAction Continue | Write-DdbBatch -Table $table -SummaryVariable a -ErrorAction Continue
    Import-DdbItem '$TestDrive/good.csv' -ErrorAction Continue | Write-DdbBatch -Table $table -SummaryVariable b -ErrorAction Continue
}
catch { Write-Error -ErrorRecord `$_ -ErrorAction Continue }
finally { if (-not (`$a -and `$a.Succeeded -and `$b -and `$b.Succeeded)) { [Environment]::Exit(1) } }
exit 0
"@
        (Invoke-Task $two.Replace('FIRST', 'missing.csv')).ExitCode | Should -Be 1
        (Invoke-Task $two.Replace('FIRST', 'good.csv')).ExitCode | Should -Be 0
    }
}

Describe 'The variables' {
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    It 'are set after Select-Object needs no more' {
        $null = 1..1000 | ForEach-Object { @{ Id = $_ } } |
            Write-DdbBatch -Table $table -PassThru -ThrottleLimit 1 -SummaryVariable s -UnprocessedVariable left | Select-Object -First 1
        $s.Succeeded | Should -BeFalse
        $left.Count | Should -Be ($s.Total - $s.Written)
    }

    It 'are a job''s own' {
        $job = Start-Job {
            param($Manifest, $Table)
            Import-Module $Manifest
            @{ Id = 1 }, @{ x = 1 } | Write-DdbBatch -Table $Table -SummaryVariable s -UnprocessedVariable left -ErrorAction SilentlyContinue
            "$($s.Written) $($s.Succeeded) $($left.Count)"
        } -ArgumentList $manifest, $table
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be '1 False 1'
    }
}

Describe 'In the culture <_>' -ForEach 'tr-TR', 'de-DE', 'fa-IR' {
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    It 'numbers, dates and names are the same, and so are messages' {
        $result = Invoke-Task @"
[System.Threading.Thread]::CurrentThread.CurrentCulture = '$_'
`$time = [datetime]::SpecifyKind('2026-01-02T03:04:05', 'Utc')
`$summary = @{ Id = -1; Price = -1234.5; Time = `$time; Title = 'IiIi' }, @{ Id = 'x' } |
    Write-DdbBatch -Table $table -Operation PUT -AttributeType @{ TITLE = 's' } -Summary -Verbose -ErrorAction SilentlyContinue 4>&1
`$summary[-1].Written
(`$summary | Where-Object Message -Like 'Table *').Message | Select-Object -First 1
(1..3 | ForEach-Object { @{ Id = `$_ } } | Write-DdbBatch -Table $table -WhatIf).CapacityUnits
"@
        $lines = $result.Output -split '\r?\n'

        $lines[0] | Should -Be 1 -Because $result.Errors
        $lines[1] | Should -Match "^Table '$table': key Id \(N\), no index"
        $lines[-1] | Should -Be 3
        $item = Get-TestItem $table
        $item.Id.N, $item.Price.N, $item.Title.S | Should -Be '-1', '-1234.5', 'IiIi'
        ([datetime] $item.Time.S).ToUniversalTime() | Should -Be ([datetime]::SpecifyKind('2026-01-02T03:04:05', 'Utc'))
    }
}

Describe 'Jobs' {
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    It 'write in the background, and give back summaries and preflights' {
        $job = Start-Job {
            param($Manifest, $Table)
            Import-Module $Manifest
            1..30 | ForEach-Object { @{ Id = $_ } } | Write-DdbBatch -Table $Table -WhatIf
            1..30 | ForEach-Object { @{ Id = $_ } } | Write-DdbBatch -Table $Table -Summary
        } -ArgumentList $manifest, $table
        $preflight, $summary = $job | Receive-Job -Wait -AutoRemoveJob

        $preflight.Total, $preflight.Requests | Should -Be 30, 2
        $summary.Succeeded, $summary.Written | Should -Be $true, 30
        Get-TestId $table | Should -Be (1..30)
    }

    It 'give input that was serialised, and no note of it is stored' {
        $rows = Start-Job { 1..30 | ForEach-Object { [pscustomobject]@{ Id = $_; Price = 1.5; Tags = 'a', 'b'; Gone = $false } } } |
            Receive-Job -Wait -AutoRemoveJob
        $rows[0].PSObject.Properties.Name | Should -Contain 'RunspaceId'
        $rows | Write-DdbBatch -Table $table

        Get-TestId $table | Should -Be (1..30)
        $item = Get-TestItem $table | Where-Object { $_.Id.N -eq '7' }
        $item.PSObject.Properties.Name | Sort-Object | Should -Be 'Gone', 'Id', 'Price', 'Tags'
        $item.Price.N, $item.Gone.BOOL | Should -Be '1.5', $false
        $item.Tags.L.S | Should -Be 'a', 'b'
    }
}

Describe 'A read-only module folder' {
    It 'is enough, and nothing is written there' -Skip:($env:OS -eq 'Windows_NT') {
        $copy = "$TestDrive/DdbBatch"
        New-Item $copy -ItemType Directory | Out-Null
        $source = Split-Path $manifest
        Copy-Item "$source/*" $copy -Recurse
        chmod -R a-w $copy
        $table = New-TestTable
        try {
            $before = (Get-ChildItem $copy -Recurse).FullName
            Set-Content "$TestDrive/readonly.ps1" "Import-Module '$copy/DdbBatch.psd1'; @{ Id = 1 } | Write-DdbBatch -Table $table"
            $messages = & $shell -NoProfile -NonInteractive -File "$TestDrive/readonly.ps1" 2>&1 | Out-String

            $messages | Should -BeNullOrEmpty
            $LASTEXITCODE | Should -Be 0
            Get-TestId $table | Should -Be 1
            (Get-ChildItem $copy -Recurse).FullName | Should -Be $before
        }
        finally {
            chmod -R u+w $copy
            Remove-TestTable $table
        }
    }
}
