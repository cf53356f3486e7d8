# Start-DdbBulkLoad as people use it, against DynamoDB Local, a real S3 server and a double of the bulk operation.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $to = @{ S3Uri = 's3://my-bucket/pester/' }
}

Describe 'Start-DdbBulkLoad' {
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    It 'loads the rows of a CSV file and waits for them' {
        Set-Content "$TestDrive/rows.csv" "Id,Name`n1,One`n2,Two"

        $load = Import-Csv "$TestDrive/rows.csv" | Start-DdbBulkLoad -Table $table @to -Wait

        $load.Succeeded, $load.TotalItems, $load.WrittenItems | Should -Be $true, 2, 2
        Get-TestId $table | Should -Be 1, 2
    }

    It 'takes what Import-DdbItem reads' {
        Set-Content "$TestDrive/rows.jsonl" "{`"Id`":1,`"Tags`":[`"a`"]}`n{`"Id`":2}"

        (Import-DdbItem "$TestDrive/rows.jsonl" | Start-DdbBulkLoad $table @to -Wait).WrittenItems | Should -Be 2
    }

    It 'reports each object that breaks a rule, and loads the others' {
        $load = 1, 'two', 3 | ForEach-Object { @{ Id = $_ } } |
            Start-DdbBulkLoad -Table $table @to -Wait -UnprocessedVariable left -ErrorVariable failed -ErrorAction SilentlyContinue

        $failed.Count, $left.Count, $load.InvalidItems, $load.Succeeded | Should -Be 1, 1, 1, $false
        $failed[0].TargetObject.Id | Should -Be 'two'
        Get-TestId $table | Should -Be 1, 3
    }

    It 'uploads and loads nothing with -WhatIf' {
        $preflight = 1..10 | ForEach-Object { @{ Id = $_ } } | Start-DdbBulkLoad -Table $table @to -WhatIf

        $preflight.Items | Should -Be 10
        Get-TestItem $table | Should -BeNullOrEmpty
        Get-DdbBulkLoad -Table $table | Should -BeNullOrEmpty
    }

    It 'loads nothing a second time with the token of a load' {
        $token = [guid]::NewGuid()
        $first = 1..10 | ForEach-Object { @{ Id = $_ } } | Start-DdbBulkLoad -Table $table @to -ClientToken $token -Wait
        $second = 1..10 | ForEach-Object { @{ Id = $_ } } | Start-DdbBulkLoad -Table $table @to -ClientToken $token -Wait

        $second.Arn | Should -Be $first.Arn
        @(Get-DdbBulkLoad -Table $table).Count | Should -Be 1
    }

    It 'fits a scheduled task' {
        $script = {
            param($manifest, $table)
            Import-Module $manifest
            $load = @{ Id = 'x' }, @{ Id = 1 } |
                Start-DdbBulkLoad -Table $table -S3Uri s3://my-bucket/pester/ -Wait -ErrorAction Continue 2>$null
            exit [int](-not $load.Succeeded)
        }
        & (Get-TestShell) -NoProfile -NonInteractive -Command $script -args (Get-TestManifest), $table

        $LASTEXITCODE | Should -Be 1
        Get-TestId $table | Should -Be 1
    }
}
