# Read-DdbTable as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'Read-DdbTable' {
    BeforeAll {
        $table = New-TestTable
        1..3000 | ForEach-Object { @{ Id = $_; Year = 1900 + $_ % 100; Pad = 'x' * 500 } } | Write-DdbBatch -Table $table
    }
    AfterAll { Remove-TestTable $table }

    It 'outputs every item once, with a property for each attribute' {
        $items = @(Read-DdbTable $table -SummaryVariable read)

        $items.Id | Sort-Object | Should -Be (1..3000)
        $items[0].PSObject.Properties.Name | Sort-Object | Should -Be 'Id', 'Pad', 'Year'
        $read.Succeeded, $read.Items | Should -Be $true, 3000
        $read.ConsumedCapacityUnits | Should -BeGreaterThan 100
    }

    It 'ends at once when the pipeline has enough' {
        $items = Read-DdbTable $table -SummaryVariable read | Select-Object -First 5

        $items.Count | Should -Be 5
        $read.Succeeded | Should -BeFalse
    }

    It 'feeds a delete with the keys that a filter finds' {
        $copy = New-TestTable
        try {
            Read-DdbTable $table | Write-DdbBatch -Table $copy
            Read-DdbTable $copy -KeyOnly -Filter '#Year < :y' -FilterValue @{ ':y' = 1950 } | Remove-DdbBatch -Table $copy

            @(Read-DdbTable $copy).Count | Should -Be 1500
            (Read-DdbTable $copy -Filter '#Year < :y' -FilterValue @{ ':y' = 1950 }) | Should -BeNullOrEmpty
        }
        finally { Remove-TestTable $copy }
    }

    It 'says so if it cannot read everything' {
        $read = 'of an earlier read'
        try { Read-DdbTable "$($table)x" -SummaryVariable read } catch { $failure = $_ }

        $failure.FullyQualifiedErrorId | Should -BeLike 'TableNotFound,*'
        $read.Succeeded | Should -Be $false
    }
}
