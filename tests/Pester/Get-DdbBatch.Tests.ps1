# Get-DdbBatch as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'Get-DdbBatch' {
    BeforeAll {
        $table = New-TestTable
        1..300 | ForEach-Object { @{ Id = $_; Name = "n$_" } } | Write-DdbBatch -Table $table
    }
    AfterAll { Remove-TestTable $table }

    It 'gets the items of the rows of a CSV file, in their order, and says which are missing' {
        $rows = 'Id', '300', '999', '7', '7', '1' | ConvertFrom-Csv

        $items = $rows | Get-DdbBatch $table -MissingVariable missing -SummaryVariable get

        $items.Name | Should -Be 'n300', 'n7', 'n7', 'n1'
        $missing.Id | Should -Be '999'
        $get.Succeeded, $get.Found, $get.Missing | Should -Be $true, 4, 1
    }

    It 'feeds other commands with items as they are' {
        $copy = New-TestTable
        try {
            1..300 | ForEach-Object { @{ Id = $_ } } | Get-DdbBatch $table | Write-DdbBatch -Table $copy
            1..300 | ForEach-Object { @{ Id = $_ } } | Get-DdbBatch $copy -Property Name | Select-Object -Last 1 |
                ForEach-Object { "$($_.Id) $($_.Name)" } | Should -Be '300 n300'
        }
        finally { Remove-TestTable $copy }
    }

    It 'keeps what got no answer apart' {
        # In this scope, because the variables are set in the caller's.
        try { @{ Id = 1 } | Get-DdbBatch "$($table)x" -SummaryVariable get -UnprocessedVariable left -ErrorAction Stop }
        catch { $failure = $_ }

        $failure.FullyQualifiedErrorId | Should -BeLike 'TableNotFound*'
        $get.Total | Should -Be 1
        $get.Succeeded | Should -BeFalse
        $left.Id | Should -Be 1
    }
}
