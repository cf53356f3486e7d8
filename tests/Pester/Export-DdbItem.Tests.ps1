# Export-DdbItem as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $music = Join-Path (Get-TestRoot) 'samples/music.csv'
}

Describe 'Export-DdbItem' {
    It 'exports the rows of a CSV file so that Import-Csv reads the same rows' {
        Import-Csv $music | Export-DdbItem "$TestDrive/rows.csv"

        Import-Csv "$TestDrive/rows.csv" | ConvertTo-Csv -NoTypeInformation |
            Should -Be (Import-Csv $music | ConvertTo-Csv -NoTypeInformation)
    }

    It 'saves a table that is written back unchanged with -TypedHeader' {
        $songs = New-TestTable -Key 'Artist:S', 'SongTitle:S'
        $copy = New-TestTable -Key 'Artist:S', 'SongTitle:S'
        try {
            Import-DdbItem $music -AttributeType @{ Year = 'N'; Price = 'N' } -EmptyString Omit | Write-DdbBatch -Table $songs
            Read-DdbTable $songs | Export-DdbItem "$TestDrive/songs.csv.gz" -TypedHeader -SummaryVariable exported
            Import-DdbItem "$TestDrive/songs.csv.gz" -TypedHeader | Write-DdbBatch -Table $copy

            $exported.Succeeded | Should -BeTrue
            $exported.Written | Should -BeGreaterThan 1000
            $before = Read-DdbTable $songs | Sort-Object Artist, SongTitle | Select-Object Artist, SongTitle, Year, Price
            $after = Read-DdbTable $copy | Sort-Object Artist, SongTitle | Select-Object Artist, SongTitle, Year, Price
            $after | ConvertTo-Json | Should -Be ($before | ConvertTo-Json)
        } finally {
            Remove-TestTable $songs
            Remove-TestTable $copy
        }
    }

    It 'outputs its files with -PassThru' {
        $files = 1..300 | ForEach-Object { @{ Id = $_; Text = 'x' * 50 } } |
            Export-DdbItem "$TestDrive/part.jsonl" -SplitBytes 5000 -PassThru

        $files.Name | Select-Object -First 2 | Should -Be 'part.0001.jsonl', 'part.0002.jsonl'
        ($files | Import-DdbItem | Measure-Object).Count | Should -Be 300
    }

    It 'does not replace a file with -NoClobber' {
        'old' | Set-Content "$TestDrive/there.csv"

        { @{ Id = 1 } | Export-DdbItem "$TestDrive/there.csv" -NoClobber -ErrorAction Stop } | Should -Throw '*exists already*'
        Get-Content "$TestDrive/there.csv" | Should -Be 'old'
    }

    It 'writes to the location of PowerShell, and below a drive of its own' {
        Push-Location $TestDrive
        try {
            @{ Id = 1 } | Export-DdbItem here.jsonl
            @{ Id = 2 } | Export-DdbItem TestDrive:/there.jsonl
        } finally {
            Pop-Location
        }

        Get-Content "$TestDrive/here.jsonl", "$TestDrive/there.jsonl" | Should -Be '{"Id":1}', '{"Id":2}'
    }
}
