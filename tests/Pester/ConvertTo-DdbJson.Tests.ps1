# ConvertTo-DdbJson as people use it. It needs no DynamoDB.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'ConvertTo-DdbJson' {
    It 'gives <Json> for <Case>' -ForEach @(
        @{ Case = 'text'; Value = 'Zoë'; Json = '{"S":"Zoë"}' }
        @{ Case = 'an integer'; Value = 7; Json = '{"N":"7"}' }
        @{ Case = 'a double'; Value = 0.1; Json = '{"N":"0.1"}' }
        @{ Case = 'a decimal'; Value = 12345678901234567.89d; Json = '{"N":"12345678901234567.89"}' }
        @{ Case = 'a truth value'; Value = $true; Json = '{"BOOL":true}' }
        @{ Case = '$null'; Value = $null; Json = '{"NULL":true}' }
        @{ Case = 'bytes'; Value = [byte[]](1, 2, 255); Json = '{"B":"AQL/"}' }
        @{ Case = 'an array'; Value = 1, 'two'; Json = '{"L":[{"N":"1"},{"S":"two"}]}' }
        @{ Case = 'a hashtable'; Value = @{ Inner = 1 }; Json = '{"M":{"Inner":{"N":"1"}}}' }
        @{ Case = 'an object'; Value = [pscustomobject]@{ Inner = 'x' }; Json = '{"M":{"Inner":{"S":"x"}}}' }
        @{ Case = 'a set'; Value = [System.Collections.Generic.HashSet[string]]@('a'); Json = '{"SS":["a"]}' }
        @{ Case = 'a time'; Value = [datetime]::SpecifyKind('2026-01-02T03:04:05', 'Utc'); Json = '{"S":"2026-01-02T03:04:05.0000000Z"}' }
        @{ Case = 'an enum'; Value = [DayOfWeek]::Friday; Json = '{"S":"Friday"}' }
    ) {
        @{ Value = $Value } | ConvertTo-DdbJson | Should -BeExactly "{""Value"":$Json}"
    }

    It 'gives a line for each object, piped or as an argument' {
        $objects = @{ Id = 1 }, [pscustomobject]@{ Id = 2 }

        $objects | ConvertTo-DdbJson | Should -BeExactly '{"Id":{"N":"1"}}', '{"Id":{"N":"2"}}'
        ConvertTo-DdbJson $objects | Should -BeExactly '{"Id":{"N":"1"}}', '{"Id":{"N":"2"}}'
    }

    It 'keeps the order of the attributes' {
        [ordered]@{ Z = 1; A = 2 } | ConvertTo-DdbJson | Should -BeExactly '{"Z":{"N":"1"},"A":{"N":"2"}}'
    }

    It 'reads columns of a CSV file as -AttributeType says, and only those' {
        $rows = 'Year,Price,Genre,Tags,Code', '1999,0.99,,a|b,007' | ConvertFrom-Csv

        $rows | ConvertTo-DdbJson -AttributeType @{ Year = 'N'; 'Pri*' = 'N'; Tags = 'SS' } -Separator '|' -EmptyString Omit |
            Should -BeExactly '{"Year":{"N":"1999"},"Price":{"N":"0.99"},"Tags":{"SS":["a","b"]},"Code":{"S":"007"}}'
    }

    It 'takes the types from the names with -TypedHeader' {
        [pscustomobject]@{ 'Year:N' = '1999' } | ConvertTo-DdbJson -TypedHeader | Should -BeExactly '{"Year":{"N":"1999"}}'
    }

    It 'gives hashtables with -AsHashtable and lines with -Indented' {
        (@{ Id = 1 } | ConvertTo-DdbJson -AsHashtable).Id.N | Should -BeExactly '1'
        (@{ Id = 1 } | ConvertTo-DdbJson -Indented) -split '\r?\n' | Should -HaveCount 5
    }

    It 'names the place of a value that cannot be stored, and converts the others' {
        $json = @{ Id = 1; Map = @{ List = 1, { code } } }, @{ Id = 2 } |
            ConvertTo-DdbJson -ErrorVariable errors -ErrorAction SilentlyContinue

        $json | Should -BeExactly '{"Id":{"N":"2"}}'
        "$errors" | Should -BeLike 'Input 1: Map.List`[1`]: *ScriptBlock*'
    }

    It 'says how to leave out an empty cell if a number is required' {
        @{ Year = '' } | ConvertTo-DdbJson -AttributeType @{ Year = 'N' } -ErrorVariable errors -ErrorAction SilentlyContinue

        "$errors" | Should -BeLike '*-EmptyString Omit*'
    }
}
