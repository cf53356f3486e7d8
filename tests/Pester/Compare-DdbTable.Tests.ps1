# Compare-DdbTable as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'Compare-DdbTable' {
    BeforeAll {
        $table = New-TestTable -Key 'Artist:S', 'Year:N'
        $copy = New-TestTable -Key 'Artist:S', 'Year:N'
        $path = "$TestDrive/items.csv"
        'Artist,Year:N,Price:N,Title', 'Ana,1999,1.50,One', 'Ana,2000,2,Two', 'Bo,1999,3,Three' | Set-Content $path
        Import-DdbItem $path -TypedHeader | Write-DdbBatch -Table $table
        Read-DdbTable $table | Write-DdbBatch -Table $copy
    }
    AfterAll { $table, $copy | ForEach-Object { Remove-TestTable $_ } }

    It 'verifies a load' {
        Import-Csv $path | Compare-DdbTable $table -TypedHeader -ConsistentRead -SummaryVariable compared | Should -BeNullOrEmpty

        $compared.Equal, $compared.Compared, $compared.Matching | Should -Be $true, 3, 3
        ($compared | Out-String) | Should -BeLike '*Equal*True*Compared*3*'
    }

    It 'shows what differs, in 80 columns' {
        $differences = @{ Artist = 'Ana'; Year = 1999; Price = 1.5; Title = 'Uno' }, @{ Artist = 'Cy'; Year = 1 } | Compare-DdbTable $table

        $differences.Status | Should -Be 'Different', 'Missing'
        $differences[0].Attributes.Name, $differences[0].Attributes.ReferenceValue, $differences[0].Attributes.TableValue | Should -Be 'Title', 'Uno', 'One'
        $differences[1].Key.Artist, $differences[1].Key.Year | Should -Be 'Cy', 1
        ($differences | Out-String) | Should -BeLike '*Status*Key*Attributes*Different*Artist=Ana, Year=1999*Title:*Missing*Artist=Cy, Year=1*'
        $differences | Out-String -Stream -Width 80 | ForEach-Object Length | Sort-Object | Select-Object -Last 1 | Should -BeLessOrEqual 80
    }

    It 'compares two tables in both directions, and repairs one of them' {
        (Compare-DdbTable $copy -ReferenceTable $table -Full -Summary).Equal | Should -BeTrue
        @{ Artist = 'Ana'; Year = 1999 } | Remove-DdbBatch -Table $copy
        @{ Artist = 'Bo'; Year = 1999 }, @{ Artist = 'New'; Year = 1 } | Write-DdbBatch -Table $copy

        $differences = Compare-DdbTable $copy -ReferenceTable $table -Full

        $differences.Status | Sort-Object | Should -Be 'Missing', 'Different', 'Extra'
        $differences | Where-Object Status -NE Extra | ForEach-Object ReferenceItem | Write-DdbBatch -Table $copy
        $differences | Where-Object Status -EQ Extra | ForEach-Object Key | Remove-DdbBatch -Table $copy
        (Compare-DdbTable $copy -ReferenceTable $table -Full -Summary).Equal | Should -BeTrue
    }

    It 'is stopped by Select-Object, and is not equal then' {
        1..500 | ForEach-Object { @{ Artist = 'x'; Year = $_ } } | Compare-DdbTable $table -SummaryVariable compared | Select-Object -First 1 |
            ForEach-Object Status | Should -Be 'Missing'

        $compared.Equal | Should -BeFalse
    }

    It 'completes a reference table' {
        $line = "Compare-DdbTable $copy -ReferenceTable $($table.Substring(0, 8))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $table
    }
}
