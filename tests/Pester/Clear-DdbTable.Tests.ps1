# Clear-DdbTable as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'Clear-DdbTable' {
    BeforeEach {
        $table = New-TestTable -Key 'Id:N'
        1..200 | ForEach-Object { @{ Id = $_; Old = $_ -le 50 } } | Write-DdbBatch -Table $table
    }
    AfterEach { Remove-TestTable $table }

    It 'deletes every item and keeps the table' {
        $summary = Clear-DdbTable $table -Confirm:$false -Summary -WarningAction SilentlyContinue

        $summary.Succeeded, $summary.Deleted | Should -Be $true, 200
        ($summary | Out-String) | Should -BeLike '*Deleted*200*'
        @(Read-DdbTable $table).Count | Should -Be 0
    }

    It 'deletes what a filter finds' {
        Clear-DdbTable $table -Filter '#Old = :yes' -FilterValue @{ ':yes' = $true } -Confirm:$false -WarningAction SilentlyContinue

        @(Read-DdbTable $table).Count | Should -Be 150
    }

    It 'estimates and deletes nothing with -WhatIf' {
        $preflight = Clear-DdbTable $table -WhatIf -WarningAction SilentlyContinue

        $preflight.Items | Should -Be 200
        @(Read-DdbTable $table).Count | Should -Be 200
    }

    It 'asks by default' {
        (Get-Command Clear-DdbTable).Parameters.Keys | Should -Contain 'Confirm'
        [System.Management.Automation.CommandMetadata]::new((Get-Command Clear-DdbTable)).ConfirmImpact | Should -Be 'High'
    }
}
