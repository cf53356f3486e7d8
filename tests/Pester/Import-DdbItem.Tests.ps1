# Import-DdbItem as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $manifest = Get-TestManifest
    $music = Join-Path (Get-TestRoot) 'samples/music.csv'
    $shell = Get-TestShell

    function Set-File([string] $Name, [string] $Text) {
        [System.IO.File]::WriteAllText("$TestDrive/$Name", $Text)
        "$TestDrive/$Name"
    }
}

Describe 'Import-DdbItem' {
    It 'gives what Import-Csv gives' {
        $expected = Import-Csv $music | ConvertTo-Csv -NoTypeInformation
        $items = @(Import-DdbItem $music)

        $items.Count | Should -BeGreaterThan 1000
        $items | Select-Object * | ConvertTo-Csv -NoTypeInformation | Should -Be $expected
        $items | ConvertTo-DdbJson | Should -Be (Import-Csv $music | ConvertTo-DdbJson)
    }

    It 'is written to a table as the rows of Import-Csv are' {
        $songs = New-TestTable -Key 'Artist:S', 'SongTitle:S'
        try {
            $summary = Import-DdbItem $music | Write-DdbBatch -Table $songs -Summary

            $summary.Succeeded | Should -BeTrue
            $names = 'Artist', 'SongTitle', 'AlbumTitle', 'Genre', 'Year', 'Price', 'Note'
            $stored = Get-TestItem $songs | ForEach-Object { $item = $_; ($names | ForEach-Object { $item.$_.S }) -join '|' }
            $rows = Import-Csv $music | ForEach-Object { $row = $_; ($names | ForEach-Object { $row.$_ }) -join '|' }
            Compare-Object $stored $rows -CaseSensitive | Should -BeNullOrEmpty
        }
        finally { Remove-TestTable $songs }
    }

    Context 'through what scripts do with objects' {
        BeforeAll {
            $json = '{"Id":{"S":"a"},"n":{"N":"12345678901234567890.12345678901234567"},"ss":{"SS":["a","b"]},"ns":{"NS":["1","2.5","1E-30"]},'
            $json += '"bs":{"BS":["AQI="]},"l":{"L":[{"N":"1"},{"M":{"x":{"NULL":true}}}]},"big":{"N":"12345678901234567890123456789012345678"},"e":{"L":[]}}'
            $path = Set-File 'typed.jsonl' $json
            $requests = Set-File 'requests.json' ('{"RequestItems":{"Music":[{"PutRequest":{"Item":{"Id":{"N":"1"}}}},' +
                '{"DeleteRequest":{"Key":{"Id":{"N":"2"}}}}]}}')
            $offline = @{ KeyName = 'Id:N'; EndpointUrl = 'http://127.0.0.1:1'; Region = 'eu-west-1'; AccessKey = 'a'; SecretKey = 'b' }

            # What would be done: no table is needed to find out.
            function Get-Preview { $input | Write-DdbBatch @offline -WhatIf | ForEach-Object { "$($_.Table) $($_.Puts) $($_.Deletes)" } }
        }

        It 'keeps every attribute through <name>' -ForEach @(
            @{ name = 'Select-Object'; script = { $input | Select-Object * } }
            @{ name = 'Export-Clixml'; script = { $input | Export-Clixml "$TestDrive/i.xml"; Import-Clixml "$TestDrive/i.xml" } }
            @{ name = 'Start-Job'; script = { $input | Start-Job { $input } | Wait-Job | Receive-Job } }
            @{ name = 'Sort-Object'; script = { $input | Sort-Object n | Where-Object n -GT 5 } }
        ) {
            Import-DdbItem $path -Format DynamoDBJson | & $script | ConvertTo-DdbJson | Should -Be $json
        }

        It 'keeps every attribute, and the properties, through ForEach-Object -Parallel' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            Import-DdbItem $path -Format DynamoDBJson | ForEach-Object -Parallel { $_ } | ConvertTo-DdbJson | Should -Be $json
            Import-DdbItem $path -Format DynamoDBJson | ForEach-Object -Parallel { $_.Id } | Should -Be 'a'
            (Import-DdbItem $path -Format DynamoDBJson).Id | Should -Be 'a'
        }

        It 'keeps what a request is to do through <name>' -ForEach @(
            @{ name = 'nothing'; script = { $input } }
            @{ name = 'Select-Object'; script = { $input | Select-Object * } }
            @{ name = 'Export-Clixml'; script = { $input | Export-Clixml "$TestDrive/r.xml"; Import-Clixml "$TestDrive/r.xml" } }
            @{ name = 'Export-Clixml and Select-Object'; script = { $input | Export-Clixml "$TestDrive/r.xml"; Import-Clixml "$TestDrive/r.xml" | Select-Object * } }
            @{ name = 'JSON'; script = { $input | ConvertTo-Json | ForEach-Object { ConvertFrom-Json $_ } | ForEach-Object { $_ } } }
            @{ name = 'Start-Job'; script = { $input | Start-Job { $input } | Wait-Job | Receive-Job } }
        ) {
            Import-DdbItem $requests -Format DynamoDBJson | & $script | Get-Preview | Should -Be 'Music 1 1'
        }
    }

    Context 'shown to users' {
        BeforeAll {
            $path = Set-File songs.jsonl ('{"Artist":"Ana","Year":1999,"Tags":["a","b"],"Extra":{"x":1}}' + "`n" +
                '{"Artist":"Bob","Year":2003,"Tags":[]}')
            $songs = Import-DdbItem $path
        }

        It 'has properties' {
            $songs[0].Artist, $songs[0].year, $songs[0].Extra.x | Should -Be 'Ana', 1999, 1
            $songs.Artist | Should -Be 'Ana', 'Bob'
            $songs[0].PSObject.Properties.Name | Should -Be 'Artist', 'Year', 'Tags', 'Extra'
            $songs[0].NoSuchThing | Should -BeNullOrEmpty
        }

        It 'works with Select-Object' {
            $selected = $songs | Select-Object Artist, Y*, @{ Name = 'Next'; Expression = { $_.Year + 1 } }
            $selected[1].Artist, $selected[1].Year, $selected[1].Next | Should -Be 'Bob', 2003, 2004
            $songs | Select-Object -ExpandProperty Artist | Should -Be 'Ana', 'Bob'
            $songs | Select-Object Artist | ConvertTo-DdbJson | Should -Be '{"Artist":{"S":"Ana"}}', '{"Artist":{"S":"Bob"}}'
        }

        It 'works with Where-Object, Sort-Object, Group-Object and Measure-Object' {
            ($songs | Where-Object Year -GT 2000).Artist | Should -Be 'Bob'
            ($songs | Sort-Object Year -Descending).Artist | Should -Be 'Bob', 'Ana'
            ($songs | Group-Object Artist).Name | Should -Be 'Ana', 'Bob'
            ($songs | Measure-Object Year -Sum).Sum | Should -Be 4002
        }

        It 'is shown as a table or a list' {
            $table = $songs | Format-Table | Out-String
            $table | Should -Match '(?m)^Artist +Year +Tags +Extra'
            $table | Should -Match '(?m)^Ana +1999 +\{a, b\}'
            $songs[0] | Format-List | Out-String | Should -Match '(?m)^Artist +: Ana'
        }

        It 'goes through ConvertTo-Json, Export-Csv and Export-Clixml' {
            ($songs[0] | ConvertTo-Json -Compress) | Should -Be '{"Artist":"Ana","Year":1999,"Tags":["a","b"],"Extra":{"x":1}}'
            $songs | Select-Object Artist, Year | Export-Csv "$TestDrive/out.csv" -NoTypeInformation
            (Import-Csv "$TestDrive/out.csv").Year | Should -Be '1999', '2003'
            $songs | Export-Clixml "$TestDrive/out.xml"
            Import-Clixml "$TestDrive/out.xml" | Select-Object -First 1 | ConvertTo-DdbJson |
                Should -Be ($songs[0] | ConvertTo-DdbJson)
        }

        It 'takes members and values' {
            $changed = $songs[1] | ForEach-Object { $_.Year = 7; $_ } | Add-Member New 'x' -PassThru
            $changed | ConvertTo-DdbJson | Should -Be '{"Artist":{"S":"Bob"},"Year":{"N":"7"},"Tags":{"L":[]},"New":{"S":"x"}}'
        }
    }

    It 'ends with Select-Object -First' {
        $path = Set-File many.csv ("Id`n" + ((1..20000) -join "`n"))

        (Import-DdbItem $path | Select-Object -First 3).Id | Should -Be '1', '2', '3'
        { [System.IO.File]::Open($path, 'Open', 'ReadWrite', 'None').Dispose() } | Should -Not -Throw
    }

    It 'reads standard input' {
        $script = "Import-Module '$manifest'; (Import-DdbItem - -Format Csv | Where-Object Id -EQ 2).Name"
        $file = Set-File script.ps1 $script
        $start = [System.Diagnostics.ProcessStartInfo]::new($shell, "-NoProfile -File ""$file""")
        $start.UseShellExecute = $false
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardInput.Write("Id,Name`n1,Ana`n2,Bob`n")
        $process.StandardInput.Close()

        $process.StandardOutput.ReadToEnd().Trim() | Should -Be 'Bob'
        $process.WaitForExit()
    }

    It 'takes files from Get-ChildItem' {
        $null = Set-File 'a[1].csv' "Id`n1`n"
        $null = Set-File 'a2.csv' "Id`n2`n"

        (Get-ChildItem $TestDrive -Filter 'a*.csv' | Sort-Object Name | Import-DdbItem).Id | Sort-Object | Should -Be '1', '2'
        (Import-DdbItem "$TestDrive/a?.csv").Id | Should -Be '2'
    }

    It 'reads a file in <Encoding>' -ForEach @(
        @{ Encoding = 'unicode'; Name = 'utf-16' }
        @{ Encoding = 'latin1'; Name = 'iso-8859-1' }
        @{ Encoding = 'utf8'; Name = 'utf-8' }
        @{ Encoding = 28591; Name = 'iso-8859-1' }
    ) {
        $path = "$TestDrive/encoded.csv"
        [System.IO.File]::WriteAllBytes($path, [System.Text.Encoding]::GetEncoding($Name).GetBytes("Id,Ä`n1,ö`n"))

        (Import-DdbItem $path -Encoding $Encoding).'Ä' | Should -Be 'ö'
    }

    It 'carries out the changes of an incremental export, and undoes them' {
        $folder = (New-Item "$TestDrive/AWSDynamoDB/1-a", "$TestDrive/AWSDynamoDB/data" -ItemType Directory)[0].FullName
        $null = Set-File 'AWSDynamoDB/1-a/manifest-summary.json' '{"exportType":"INCREMENTAL_EXPORT","outputView":"NEW_AND_OLD_IMAGES"}'
        $null = Set-File 'AWSDynamoDB/1-a/manifest-files.json' '{"itemCount":1,"dataFileS3Key":"AWSDynamoDB/data/a.json"}'
        $null = Set-File 'AWSDynamoDB/data/a.json' '{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"Id":{"S":"1"}},"NewImage":{"Id":{"S":"1"},"V":{"N":"2"}}}'

        (Import-DdbItem $folder).Operation | Should -Be 'Put'
        (Import-DdbItem $folder -Revert).Operation | Should -Be 'Delete'
    }

    It 'reports the position of an error, and continues' {
        $path = Set-File bad.csv "Id,Name`n1,a`n2`n3,c`n"
        $items = Import-DdbItem $path -ErrorVariable errors -ErrorAction SilentlyContinue

        $items.Id | Should -Be '1', '3'
        $errors | Should -HaveCount 1
        "$errors" | Should -BeLike "$path, line 3: *"
        { Import-DdbItem $path -ErrorAction Stop } | Should -Throw '*line 3*'
    }
}
