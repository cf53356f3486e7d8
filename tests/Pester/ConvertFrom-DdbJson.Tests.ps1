# ConvertFrom-DdbJson as people use it. It needs no DynamoDB.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'ConvertFrom-DdbJson' {
    It 'gives a <Type> for <Json>' -ForEach @(
        @{ Json = '{"S":"Zoë"}'; Type = 'String'; Value = 'Zoë' }
        @{ Json = '{"N":"7"}'; Type = 'Int32'; Value = 7 }
        @{ Json = '{"N":"7000000000"}'; Type = 'Int64'; Value = 7000000000 }
        @{ Json = '{"N":"0.1"}'; Type = 'Decimal'; Value = 0.1d }
        @{ Json = '{"N":"1234567890123456789012345678901234567"}'; Type = 'BigInteger'; Value = [bigint]::Parse('1234567890123456789012345678901234567') }
        @{ Json = '{"BOOL":false}'; Type = 'Boolean'; Value = $false }
        @{ Json = '{"B":"AQL/"}'; Type = 'Byte[]'; Value = 1, 2, 255 }
        @{ Json = '{"L":[{"N":"1"},{"S":"two"}]}'; Type = 'Object[]'; Value = 1, 'two' }
        @{ Json = '{"SS":["a"]}'; Type = 'HashSet`1'; Value = 'a' }
    ) {
        $object = "{""Value"":$Json}" | ConvertFrom-DdbJson

        $object.Value.GetType().Name | Should -BeExactly $Type
        $object.Value | Should -BeExactly $Value
    }

    It 'gives $null for NULL, and objects for maps' {
        $object = '{"Nothing":{"NULL":true},"Map":{"M":{"Inner":{"S":"x"}}}}' | ConvertFrom-DdbJson

        $object.PSObject.Properties.Name | Should -Be 'Nothing', 'Map'
        $object.Nothing | Should -Be $null
        $object.Map.Inner | Should -BeExactly 'x'
    }

    It 'reads an item a line, and one over many lines' {
        $lines = '{"Id":{"N":"1"}}', '{"Id":{"N":"2"}}', '{', '  "Id": {', '    "N": "3"', '  }', '}'

        ($lines | ConvertFrom-DdbJson).Id | Should -Be 1, 2, 3
        (ConvertFrom-DdbJson ($lines -join "`n")).Id | Should -Be 1, 2, 3
    }

    It 'reads hashtables and objects in that shape' {
        (@{ Id = @{ N = '1' } }, [pscustomobject]@{ Id = [pscustomobject]@{ N = '2' } } | ConvertFrom-DdbJson).Id |
            Should -Be 1, 2
    }

    It 'keeps names that differ in letter case only with -AsHashtable' {
        $json = '{"id":{"N":"1"},"ID":{"N":"2"}}'

        $table = $json | ConvertFrom-DdbJson -AsHashtable
        $table['id'], $table['ID'] | Should -Be 1, 2
        { $json | ConvertFrom-DdbJson -ErrorAction Stop } | Should -Throw -ErrorId 'NameCollision,*'
    }

    It 'gives back what ConvertTo-DdbJson took' {
        $music = Join-Path (Get-TestRoot) 'samples/music.csv'
        $rows = Import-Csv $music
        $back = $rows | ConvertTo-DdbJson | ConvertFrom-DdbJson

        $back.Count | Should -Be $rows.Count
        Compare-Object ($rows | ConvertTo-Csv) ($back | ConvertTo-Csv) -CaseSensitive | Should -BeNullOrEmpty
    }

    It 'says what is wrong with <Text>' -ForEach @(
        @{ Text = 'hello' }
        @{ Text = '{"Id":1}' }
        @{ Text = '{"Id":{"X":"1"}}' }
        @{ Text = '[{"Id":{"N":"1"}}]' }
        @{ Text = '{"Id":{"N":"1"}' }
    ) {
        $Text | ConvertFrom-DdbJson -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $errors | Should -HaveCount 1
        "$errors" | Should -BeLike 'Input 1: *DynamoDB JSON*'
    }
}
