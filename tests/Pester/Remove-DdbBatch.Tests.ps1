# Remove-DdbBatch as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $flaky = Get-UnprocessedEndpoint
}

Describe 'Remove-DdbBatch' {
    BeforeEach {
        $table = New-TestTable
        1..30 | ForEach-Object { @{ Id = $_ } } | Write-DdbBatch -Table $table
    }
    AfterEach { Remove-TestTable $table }

    It 'picks the key out of whole objects, and minds no missing item' {
        $summary = 11..40 | ForEach-Object { [pscustomobject]@{ Id = $_; Name = "Item $_"; Year = 1999 } } |
            Remove-DdbBatch -Table $table -Summary -EndpointUrl $flaky

        $summary.Succeeded, $summary.Written | Should -Be $true, 30
        Get-TestId $table | Should -Be (1..10)
    }

    It 'deletes nothing with -WhatIf' {
        @{ Id = 1 } | Remove-DdbBatch -Table $table -WhatIf

        Get-TestId $table | Should -Be (1..30)
    }

    It 'gives leftovers that Write-DdbBatch deletes too' {
        $left = 1..25 | ForEach-Object { @{ Id = $_ } } | Remove-DdbBatch -Table $table -NoRetry -EndpointUrl $flaky
        $left.Operation | Sort-Object -Unique | Should -Be 'Delete'
        $left | Write-DdbBatch

        Get-TestId $table | Should -Be (26..30)
    }
}
