# Write-DdbBatch as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $manifest = Get-TestManifest
    $music = Join-Path (Get-TestRoot) 'samples/music.csv'
    $flaky = Get-UnprocessedEndpoint
    $shell = Get-TestShell

    function New-Row([int] $Count = 25) { 1..$Count | ForEach-Object { @{ Id = $_ } } }

    # The numbers of the objects that leftovers carry.
    function Get-LeftId($Left) { @($Left | ForEach-Object { [int] $_.InputObject.Id } | Sort-Object) }

    # Some of New-Row's objects are left, and the others are in the table.
    function Assert-Left($Left, $Table) {
        $Left | Should -Not -BeNullOrEmpty
        @(Get-LeftId $Left) + @(Get-TestId $Table) | Sort-Object | Should -Be (1..25)
    }
}

Describe 'Write-DdbBatch' {
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    Context 'with the rows of a CSV file' {
        BeforeEach { $songs = New-TestTable -Key 'Artist:S', 'SongTitle:S' }
        AfterEach { Remove-TestTable $songs }

        It 'writes every cell as it is, and outputs nothing' {
            $output = Import-Csv $music | Write-DdbBatch -Table $songs

            $output | Should -BeNullOrEmpty
            $names = 'Artist', 'SongTitle', 'AlbumTitle', 'Genre', 'Year', 'Price', 'Note'
            $items = Get-TestItem $songs | ForEach-Object { $item = $_; ($names | ForEach-Object { $item.$_.S }) -join '|' }
            $rows = Import-Csv $music | ForEach-Object { $row = $_; ($names | ForEach-Object { $row.$_ }) -join '|' }
            $items.Count | Should -BeGreaterThan 1000
            Compare-Object $items $rows -CaseSensitive | Should -BeNullOrEmpty
        }

        It 'takes types from -AttributeType and leaves empty cells out' {
            $rows = @(Import-Csv $music | Where-Object { -not $_.AlbumTitle } | Select-Object -First 5)
            $rows | Write-DdbBatch -Table $songs -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit

            $items = @(Get-TestItem $songs)
            $items.Count | Should -Be 5
            $items.Year.N | Sort-Object | Should -Be ($rows.Year | Sort-Object)
            $items | ForEach-Object { $_.PSObject.Properties.Name } | Should -Not -Contain 'AlbumTitle'
        }
    }

    Context 'output' {
        It 'is one summary with -Summary' {
            $summary = New-Row 60 | Write-DdbBatch -Table $table -Summary -EndpointUrl $flaky

            $summary | Should -HaveCount 1
            $summary.Succeeded | Should -BeTrue
            $summary.Total, $summary.Written, $summary.Invalid, $summary.Unprocessed | Should -Be 60, 60, 0, 0
            $summary.RetriedRequests | Should -BeGreaterThan 0
            Get-TestId $table | Should -Be (1..60)
        }

        It 'is a summary that succeeded if there was nothing to write' {
            $summary = @() | Write-DdbBatch -Table $table -Summary

            $summary.Succeeded, $summary.Total | Should -Be $true, 0
        }

        It 'is each input object itself with -PassThru' {
            $rows = 1..30 | ForEach-Object { [pscustomobject]@{ Id = $_ } }
            $output = @($rows | Write-DdbBatch -Table $table -PassThru)

            $output | Should -HaveCount 30
            $output | ForEach-Object { [object]::ReferenceEquals($_, $rows[$_.Id - 1]) } | Should -Not -Contain $false
        }

        It 'is what was left unprocessed with -NoRetry, and there is no error' {
            $left = @(New-Row | Write-DdbBatch -Table $table -NoRetry -EndpointUrl $flaky -ErrorVariable errors)

            $errors | Should -BeNullOrEmpty
            $left | ForEach-Object { "$($_.Table) $($_.Operation) $($_.Outcome) $($_.Attempts)" } | Sort-Object -Unique |
                Should -Be "$table Put Unprocessed 1"
            Assert-Left $left $table
        }

        It 'is each object once through nested pipelines' {
            $copy = New-TestTable
            try {
                New-Row 60 | Write-DdbBatch -Table $table -PassThru -EndpointUrl $flaky | Write-DdbBatch -Table $copy

                Get-TestId $table | Should -Be (1..60)
                Get-TestId $copy | Should -Be (1..60)
            }
            finally { Remove-TestTable $copy }
        }
    }

    Context '-WhatIf and -Confirm' {
        It 'writes nothing with <_>' -ForEach '-WhatIf', '$WhatIfPreference' {
            if ($_ -eq '-WhatIf') { New-Row | Write-DdbBatch -Table $table -WhatIf }
            else {
                $WhatIfPreference = $true
                New-Row | Write-DdbBatch -Table $table
                $WhatIfPreference = $false
            }

            Get-TestItem $table | Should -BeNullOrEmpty
        }

        It 'says with -WhatIf what would be written, each invalid object as an error' {
            $rows = @(New-Row) + @{ Id = 1; Name = 'again' }, @{ Name = 'no key' }
            $preflight = $rows | Write-DdbBatch -Table $table -WhatIf -Summary -ErrorVariable errors -ErrorAction SilentlyContinue

            $preflight | Should -HaveCount 1
            $preflight.PSTypeNames[0] | Should -Be 'DdbBatch.Preflight'
            $preflight.Total, $preflight.Invalid, $preflight.DuplicateKeys, $preflight.Requests | Should -Be 27, 1, 1, 2
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'KeyMissing,*'
        }

        It 'does not prompt with -Confirm:$false' {
            $ConfirmPreference = 'Low'
            New-Row | Write-DdbBatch -Table $table -Confirm:$false

            Get-TestId $table | Should -Be (1..25)
        }
    }

    Context '-UnprocessedVariable' {
        BeforeAll {
            $module = New-Module -Name Loader -ArgumentList $flaky {
                param($Flaky)
                function Write-Item($Table) {
                    1..25 | ForEach-Object { @{ Id = $_ } } |
                        Write-DdbBatch -Table $Table -NoRetry -EndpointUrl $Flaky -UnprocessedVariable left | Out-Null
                    $left
                }
            }
        }
        AfterAll { Remove-Module $module }

        It 'sets a variable of the script' {
            New-Row | Write-DdbBatch -Table $table -NoRetry -EndpointUrl $flaky -UnprocessedVariable left | Out-Null

            Assert-Left $left $table
        }

        It 'is empty if everything was written' {
            $left = 'something of old'
            New-Row | Write-DdbBatch -Table $table -UnprocessedVariable left

            , $left | Should -BeOfType [array]
            $left | Should -HaveCount 0
        }

        It 'sets a variable of the function, and none of its caller' {
            function Write-Item {
                New-Row | Write-DdbBatch -Table $table -NoRetry -EndpointUrl $flaky -UnprocessedVariable inner | Out-Null
                $inner
            }

            Assert-Left (Write-Item) $table
            Get-Variable inner -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'sets a variable of a function of another module' {
            Assert-Left (Write-Item $table) $table
        }

        It 'adds to a variable with a plus' {
            New-Row | Write-DdbBatch -Table $table -NoRetry -EndpointUrl $flaky -UnprocessedVariable +added | Out-Null
            $first = $added
            New-Row | Write-DdbBatch -Table $table -NoRetry -EndpointUrl $flaky -UnprocessedVariable +added | Out-Null

            $added.Count | Should -BeGreaterThan $first.Count
            $added[0..($first.Count - 1)] | Should -Be $first
        }

        It 'is refused at once if it cannot be set' {
            Set-Variable constant 1 -Option ReadOnly
            $caught = $null
            try { New-Row | Write-DdbBatch -Table $table -UnprocessedVariable constant } catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeLike 'VariableNotWritable,*'
            Get-TestItem $table | Should -BeNullOrEmpty
        }
    }

    Context 'when the pipeline ends early' {
        BeforeEach {
            $script:read = 0
            $generate = { 1..100000 | ForEach-Object { $script:read = $_; @{ Id = $_ } } }

            # Whatever was read is in the table or left over, and nothing is both.
            function Assert-Accounted($Left) {
                $written = @(Get-TestId $table)
                $script:read | Should -BeIn (1..99999)
                @($Left.Outcome | Sort-Object -Unique) | Should -Not -Contain 'Unknown'
                @(Get-LeftId $Left) + $written | Sort-Object | Should -Be (1..$script:read)
            }
        }

        It 'stops reading for Select-Object -First, and accounts for all that it took' {
            $first = & $generate | Write-DdbBatch -Table $table -PassThru -ThrottleLimit 1 -UnprocessedVariable left |
                Select-Object -First 1

            $first.Id | Should -Be 1
            Assert-Accounted $left
        }

        It 'stops for a break in a loop around it' {
            foreach ($once in 1, 2) {
                & $generate | Write-DdbBatch -Table $table -PassThru -ThrottleLimit 1 -UnprocessedVariable left |
                    ForEach-Object { break }
            }

            $once | Should -Be 1
            Assert-Accounted $left
        }

        It 'stops for an error downstream' {
            { & $generate | Write-DdbBatch -Table $table -PassThru -ThrottleLimit 1 -UnprocessedVariable script:left |
                    ForEach-Object { throw 'enough' } } | Should -Throw 'enough'

            Assert-Accounted $script:left
        }

        It 'writes what it can, and accounts for the rest, after an error upstream' {
            { & { & $generate | Select-Object -First 100; throw 'no more' } |
                    Write-DdbBatch -Table $table -UnprocessedVariable script:left } | Should -Throw 'no more'

            Assert-Accounted $script:left
        }

        It 'stops at the first error with <_>' -ForEach '-ErrorAction Stop', '$ErrorActionPreference' {
            $stop = if ($_ -like '-*') { @{ ErrorAction = 'Stop' } } else { @{} }
            if (-not $stop.Count) { $ErrorActionPreference = 'Stop' }
            $caught = $null
            try {
                & $generate |
                    Write-DdbBatch -Table $table -MaxRetry 0 -ThrottleLimit 1 -EndpointUrl $flaky -UnprocessedVariable left @stop
            }
            catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeLike 'UnprocessedItems,*'
            $caught.TargetObject.GetType().FullName | Should -Be 'DdbBatch.UnprocessedItem'
            Assert-Accounted $left
        }
    }

    Context 'errors' {
        It 'is one that can be caught for a missing table, with the summary' {
            $caught = $null
            try { New-Row | Write-DdbBatch -Table NoSuchTable -UnprocessedVariable left } catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeLike 'TableNotFound,*'
            $caught.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$caught" | Should -BeLike "*'NoSuchTable'*"
            $caught.TargetObject.Total, $left.Count | Should -Be 1, 1
        }

        It 'is one for each item that was given up' {
            New-Row | Write-DdbBatch -Table $table -MaxRetry 0 -EndpointUrl $flaky -ErrorVariable errors -ErrorAction SilentlyContinue

            Assert-Left $errors.TargetObject $table
            "$($errors[0])" | Should -BeLike "Input * of table '$table' is unprocessed (attempts: 1): UnprocessedItems: *"
        }

        It 'is <Id> for <Case>' -ForEach @(
            @{ Case = 'text'; Id = 'UnsupportedInput'; Object = 'text' }
            @{ Case = 'a number'; Id = 'UnsupportedInput'; Object = 1 }
            @{ Case = '$null'; Id = 'UnsupportedInput'; Object = $null }
            @{ Case = 'an object without the key'; Id = 'KeyMissing'; Object = @{ id = 1 } }
            @{ Case = 'a key of another type'; Id = 'KeyTypeMismatch'; Object = @{ Id = 'one' } }
            @{ Case = 'a value that is no data'; Id = 'UnsupportedType'; Object = @{ Id = 1; Script = { 1 } } }
        ) {
            Write-DdbBatch -Table $table -InputObject $Object -ErrorVariable errors -ErrorAction SilentlyContinue

            $errors | Should -HaveCount 1
            $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'is <Id> for <Case>' -ForEach @(
            @{ Case = 'several tables'; Id = 'InvalidTable'; Parameter = @{ Table = 'One', 'Two' } }
            @{ Case = 'an unknown operation'; Id = 'InvalidOperation'; Parameter = @{ Operation = 'Remove' } }
            @{ Case = 'an endpoint without a scheme'; Id = 'EndpointInvalid'; Parameter = @{ EndpointUrl = 'localhost:8000' } }
            @{ Case = 'an unknown type'; Id = 'InvalidConversionParameter'; Parameter = @{ AttributeType = @{ A = 'Text' } } }
            @{ Case = 'an unknown profile'; Id = 'ProfileNotFound'; Parameter = @{ ProfileName = 'no such profile' } }
            @{ Case = 'a key without the other'; Id = 'IncompleteKeys'; Parameter = @{ AccessKey = 'AKIAGIVEN' } }
            @{ Case = 'a token without keys'; Id = 'IncompleteKeys'; Parameter = @{ SessionToken = 'token' } }
            @{ Case = 'a name as credential'; Id = 'InvalidCredential'; Parameter = @{ Credential = 'AKIAGIVEN' } }
        ) {
            $parameters = $Parameter.Clone()
            if (-not $parameters.Table) { $parameters.Table = $table }
            { @{ Id = 1 } | Write-DdbBatch @parameters } | Should -Throw -ErrorId "$Id,*"
        }

        It 'is one for a summary in the input, also one that went through a file' {
            $summary = New-Row | Write-DdbBatch -Table $table -Summary
            $summary | Export-Clixml "$TestDrive/summary.xml"
            $summary, (Import-Clixml "$TestDrive/summary.xml") |
                Write-DdbBatch -Table $table -ErrorVariable errors -ErrorAction SilentlyContinue

            $errors.FullyQualifiedErrorId | Should -BeLike 'UnsupportedType,*'
            $errors | Should -HaveCount 2
        }
    }

    Context 'credentials' {
        It 'come from a file, a PSCredential, or keys' {
            "[default]", "aws_access_key_id = AKIAFILE", "aws_secret_access_key = s" | Set-Content "$TestDrive/credentials"
            $credential = [pscredential]::new('AKIAUSER', (ConvertTo-SecureString 's' -AsPlainText -Force))
            $told = @{ Id = 1 } | Write-DdbBatch -Table $table -ProfileLocation "$TestDrive/credentials" -Verbose 4>&1
            "$told" | Should -BeLike "*credentials of profile 'default' (-ProfileLocation)*"
            @{ Id = 2 } | Write-DdbBatch -Table $table -Credential $credential
            @{ Id = 3 } | Write-DdbBatch -Table $table -AK ASIAGIVEN -SK s -ST t

            Get-TestId $table | Should -Be 1, 2, 3
        }

        It 'leave no secret in a transcript' {
            $keys = @{ AccessKey = 'ASIAGIVEN'; SecretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'; SessionToken = 'IQoJtoken' * 20 }
            $loud = @{ Verbose = $true; Debug = $true; ErrorAction = 'Continue' }
            $shown = & {
                Start-Transcript "$TestDrive/transcript.txt"
                New-Row 30 | Write-DdbBatch -Table $table -Summary @keys @loud
                try { New-Row | Write-DdbBatch -Table NoSuchTable @keys @loud } catch { $_; $_ | Format-List * -Force }
                New-Row | Write-DdbBatch -Table $table -NoRetry @keys @loud -EndpointUrl $flaky
                Stop-Transcript
            } *>&1 | Out-String
            $all = $shown + (Get-Content "$TestDrive/transcript.txt" -Raw) + ($error | Out-String) + ($error.Exception | Out-String)

            $all | Should -Match 'NoSuchTable'
            $all | Should -Not -Match ([regex]::Escape($keys.SecretKey))
            $all | Should -Not -Match 'IQoJtoken'
        }
    }

    Context 'Tab' {
        It 'completes <Line>' -ForEach @(
            @{ Line = 'Write-DdbBatch -Region eu-central-1'; Text = 'eu-central-1' }
            @{ Line = 'Write-DdbBatch -Operation D'; Text = 'Delete' }
            @{ Line = 'Write-DdbBatch -EmptyString O'; Text = 'Omit' }
            @{ Line = 'Write-DdbBatch -DuplicateKey K'; Text = 'KeepLast' }
        ) {
            (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Should -Be $Text
        }

        It 'completes tables' {
            $line = "Write-DdbBatch -Table $($table.Substring(0, 9).ToLowerInvariant())"
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $table
        }
    }

    Context 'leftovers' {
        It 'are written by piping them back' {
            New-Row | Write-DdbBatch -Table $table -NoRetry -EndpointUrl $flaky | Write-DdbBatch

            Get-TestId $table | Should -Be (1..25)
        }

        It 'are written after Export-Clixml and Import-Clixml, each with its operation' {
            New-Row | Write-DdbBatch -Table $table
            New-Row | Write-DdbBatch -Table $table -Operation { if ($_.Id % 2) { 'Put' } else { 'Delete' } } -NoRetry -EndpointUrl $flaky |
                Export-Clixml "$TestDrive/left.xml"
            Import-Clixml "$TestDrive/left.xml" | Write-DdbBatch

            Get-TestId $table | Should -Be (1..25 | Where-Object { $_ % 2 })
        }

        It 'are written from the error variable, and from the catch of an error' {
            New-Row | Write-DdbBatch -Table $table -MaxRetry 0 -EndpointUrl $flaky -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors | Write-DdbBatch
            try { New-Row | Write-DdbBatch -Table $table -MaxRetry 0 -EndpointUrl $flaky -ErrorAction Stop }
            catch { $_ | Write-DdbBatch }

            Get-TestId $table | Should -Be (1..25)
        }
    }

    Context 'script blocks' {
        It 'see the object and the variables of the caller' {
            $rows = 1..10 | ForEach-Object { [pscustomobject]@{ Id = $_; Gone = $_ -gt 7 } }
            $name = $table
            $rows | Write-DdbBatch -Table $table
            $rows | Write-DdbBatch -Table { $name } -Operation { if ($_.Gone) { 'Delete' } else { 'Put' } }

            Get-TestId $table | Should -Be (1..7)
        }

        It 'see the variables and functions of the module that they stand in' {
            $module = New-Module -Name Router -ArgumentList $table {
                param($Target)
                function Get-Target($Row) { if ($Row.Id) { $Target } }
                function Send-Row {
                    process {
                        $operation = if ($_.Id % 2) { 'Put' } else { 'Delete' }
                        $_ | Write-DdbBatch -Table { Get-Target $_ } -Operation { $operation }
                    }
                }
            }
            try { New-Row 6 | Send-Row } finally { Remove-Module $module }

            Get-TestId $table | Should -Be 1, 3, 5
        }

        It 'refuse an object each if they throw or return nothing' {
            New-Row 3 | Write-DdbBatch -Table { if ($_.Id -eq 1) { throw 'not this one' } elseif ($_.Id -eq 2) { $table } } `
                -ErrorVariable errors -ErrorAction SilentlyContinue

            $errors | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -and $_.TargetObject.Id } |
                ForEach-Object { "$_" } | Should -Be 'Input 1: -Table threw: not this one.', 'Input 3: -Table gave no table name.'
            Get-TestId $table | Should -Be 2
        }
    }

    Context '-RequestItem' {
        It 'takes requests in the shape of the API' {
            @{ Id = 1 } | Write-DdbBatch -Table $table
            Write-DdbBatch -RequestItem @{
                $table = @(
                    @{ PutRequest = @{ Item = @{ Id = @{ N = '2' }; Tags = @{ SS = 'a', 'b' } } } }
                    @{ DeleteRequest = @{ Key = @{ Id = @{ N = '1' } } } }
                )
            }

            $item = Get-TestItem $table
            $item.Id.N | Should -Be '2'
            $item.Tags.SS | Sort-Object | Should -Be 'a', 'b'
        }

        It 'takes what ConvertFrom-Json makes of a file of them' {
            Write-DdbBatch -RequestItem @{ $table = @(ConvertFrom-Json '{"PutRequest":{"Item":{"Id":{"N":"7"}}}}') }

            Get-TestId $table | Should -Be 7
        }
    }

    Context 'in other surroundings' {
        It 'works under strict mode' {
            Set-StrictMode -Version Latest
            [pscustomobject]@{ Id = 1 } | Write-DdbBatch -Table $table -Operation { 'Put' } -UnprocessedVariable left

            $left | Should -HaveCount 0
            Get-TestId $table | Should -Be 1
        }

        It 'writes the same in the culture <_>' -ForEach 'tr-TR', 'fa-IR' {
            $culture = [System.Threading.Thread]::CurrentThread.CurrentCulture
            $time = [datetime]::SpecifyKind('2026-01-02T03:04:05', 'Utc')
            try {
                [System.Threading.Thread]::CurrentThread.CurrentCulture = $_
                @{ Id = -1; Price = -1234.5; Time = $time; Title = 'IİıI' } |
                    Write-DdbBatch -Table $table -Operation PUT -AttributeType @{ TITLE = 's' }
            }
            finally { [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture }

            $item = Get-TestItem $table
            $item.Id.N, $item.Price.N, $item.Title.S | Should -Be '-1', '-1234.5', 'IİıI'
            # ConvertFrom-Json makes a time of it, or leaves the text, as the version of PowerShell is.
            ([datetime] $item.Time.S).ToUniversalTime() | Should -Be $time
        }

        It 'runs side by side in thread jobs and parallel pipelines' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $jobs = 1..2 | ForEach-Object {
                Start-ThreadJob {
                    param($Manifest, $Table, $Start)
                    Import-Module $Manifest
                    $Start..($Start + 49) | ForEach-Object { @{ Id = $_ } } | Write-DdbBatch -Table $Table -Summary
                } -ArgumentList $manifest, $table, ($_ * 100)
            }
            $summaries = @($jobs | Receive-Job -Wait -AutoRemoveJob)
            $summaries += 3..4 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                $start = $_ * 100
                $start..($start + 49) | ForEach-Object { @{ Id = $_ } } | Write-DdbBatch -Table $using:table -Summary
            }

            $summaries.Written | Should -Be 50, 50, 50, 50
            Get-TestId $table | Should -Be (100..149 + 200..249 + 300..349 + 400..449)
        }

        It 'gives leftovers from a job, which can be written' {
            $job = Start-Job {
                param($Manifest, $Table, $Endpoint)
                Import-Module $Manifest
                1..25 | ForEach-Object { @{ Id = $_ } } | Write-DdbBatch -Table $Table -NoRetry -EndpointUrl $Endpoint
            } -ArgumentList $manifest, $table, $flaky
            $left = @($job | Receive-Job -Wait -AutoRemoveJob)
            Assert-Left $left $table
            $left | Write-DdbBatch

            Get-TestId $table | Should -Be (1..25)
        }
    }

    Context 'in a scheduled task' {
        BeforeAll {
            # The README's lines, for another table and file.
            $readme = [System.IO.File]::ReadAllText((Join-Path (Get-TestRoot) 'README.md'))
            $task = [regex]::Match($readme, '(?s)```powershell\r?\n# \d+\. A scheduled task[^\n]*\n(.*?)```').Groups[1].Value
            $task | Should -Match 'SummaryVariable'
            $job = @"
param(`$Table, `$Csv, `$Endpoint)
Import-Module '$manifest'
`$PSDefaultParameterValues = @{ 'Write-DdbBatch:EndpointUrl' = `$Endpoint; 'Write-DdbBatch:MaxRetry' = 0 }
$($task.Replace('Music', '$Table').Replace('music.csv', '$Csv'))
"@
            Set-Content "$TestDrive/job.ps1" $job
            'Id', '1', '2', '3', '4', '5' | Set-Content "$TestDrive/five.csv"
            'Id' | Set-Content "$TestDrive/none.csv"
            'Id', '1', '2,3', '4' | Set-Content "$TestDrive/ragged.csv"
        }

        It 'ends with exit code <Code> for <Case>' -ForEach @(
            @{ Case = 'a load that succeeds'; Code = 0; Csv = 'five.csv'; Exists = $true; Leaves = $false }
            @{ Case = 'an empty file'; Code = 0; Csv = 'none.csv'; Exists = $true; Leaves = $false }
            @{ Case = 'items that were left'; Code = 1; Csv = 'five.csv'; Exists = $true; Leaves = $true }
            @{ Case = 'a missing table'; Code = 1; Csv = 'five.csv'; Exists = $false; Leaves = $false }
            @{ Case = 'a missing file'; Code = 1; Csv = 'no-such-file.csv'; Exists = $true; Leaves = $false }
            @{ Case = 'a file that can be read in part'; Code = 1; Csv = 'ragged.csv'; Exists = $true; Leaves = $false }
        ) {
            $name = if ($Exists) { $table } else { 'NoSuchTable' }
            $endpoint = if ($Leaves) { $flaky } else { $env:AWS_ENDPOINT_URL_DYNAMODB }
            & $shell -NoProfile -NonInteractive -File "$TestDrive/job.ps1" $name "$TestDrive/$Csv" $endpoint 2>&1 | Out-Null

            $LASTEXITCODE | Should -Be $Code
        }
    }
}
