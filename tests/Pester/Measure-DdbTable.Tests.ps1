# Measure-DdbTable as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'Measure-DdbTable' {
    BeforeAll {
        $table = New-TestTable -Key 'Artist:S', 'Year:N'
        1..500 | ForEach-Object { @{ Artist = "a$($_ % 50)"; Year = $_; Price = 1.5; Hot = $true } } | Write-DdbBatch -Table $table
        1..100 | ForEach-Object { @{ Artist = 'hot'; Year = $_; Title = 'x' * 100 } } | Write-DdbBatch -Table $table
    }
    AfterAll { Remove-TestTable $table }

    It 'shows the measures of a table' {
        $measure = Measure-DdbTable $table

        $measure.Succeeded, $measure.Items | Should -Be $true, 600
        $measure.LargestPartitions[0].Key, $measure.LargestPartitions[0].Items | Should -Be 'Artist=hot', 100
        ($measure | Out-String) | Should -BeLike '*Items*600*Artist 100 % S*Artist=hot*'
        $measure | Out-String -Stream | ForEach-Object Length | Sort-Object | Select-Object -Last 1 | Should -BeLessOrEqual 120
    }

    It 'has the types for a CSV file that goes back to the table' {
        $path = "$TestDrive/items.csv"
        $before = Read-DdbTable $table | ConvertTo-DdbJson | Sort-Object
        Read-DdbTable $table | Select-Object Artist, Year, Price, Hot, Title | Export-Csv $path -NoTypeInformation
        Read-DdbTable $table -KeyOnly | Remove-DdbBatch -Table $table
        @(Read-DdbTable $table).Count | Should -Be 0
        $types = @{ Artist = 'S'; Year = 'N'; Price = 'N'; Hot = 'BOOL'; Title = 'S' }

        Import-DdbItem $path -AttributeType $types -EmptyString Omit | Write-DdbBatch -Table $table
        $measure = Measure-DdbTable $table

        foreach ($name in $types.Keys) { $measure.AttributeType[$name] | Should -Be $types[$name] }
        $measure.AttributeType.Count | Should -Be 5
        Import-DdbItem $path -AttributeType $measure.AttributeType -EmptyString Omit | ConvertTo-DdbJson | ConvertFrom-DdbJson |
            ConvertTo-DdbJson | Measure-Object | ForEach-Object Count | Should -Be $before.Count
        (Import-DdbItem $path -AttributeType $measure.AttributeType -EmptyString Omit)[0].Year | Should -BeOfType [int]
    }

    It 'estimates a table from a sample' {
        $measure = Measure-DdbTable $table -SampleFraction 0.5 -Seed 3 -Verbose 4>&1

        "$measure" | Should -BeLike '*chosen with -Seed 3*'
        $measure[-1].IsEstimate | Should -BeTrue
        $measure[-1].SampleFraction | Should -Be 0.5
        ($measure[-1] | Out-String) | Should -BeLike '*(95 % confidence*'
    }

    It 'takes an item that is large to Get-DdbBatch' {
        ((Measure-DdbTable $table).LargestItems.KeyJson | ConvertFrom-DdbJson | Get-DdbBatch $table).Count | Should -Be 10
    }
}
