# New-DdbEmptyTable as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'New-DdbEmptyTable' {
    BeforeEach { $name = "T$([guid]::NewGuid().ToString('n'))" }

    It 'creates a table that can be loaded at once' {
        $table = New-DdbEmptyTable $name -KeyName Player, 'Game:N'
        try {
            @{ Player = 'Ana'; Game = 1 }, @{ Player = 'Ana'; Game = 2 } | Write-DdbBatch -Table $table.Table

            $table.KeyName | Should -Be 'Player:S', 'Game:N'
            $table.KeyName[0] | Should -Be 'Player:S'
            $table.Status, $table.BillingMode | Should -Be 'ACTIVE', 'PAY_PER_REQUEST'
            ($table | Out-String) | Should -BeLike "*KeyName*$($name.Substring(0, 20))*Player:S, Game:N*on demand*ACTIVE*"
            @(Read-DdbTable $name).Count | Should -Be 2
        }
        finally { Remove-TestTable $name }
    }

    It 'creates a table like another, and takes a copy of its items' {
        $other = New-TestTable -Key 'Artist:S', 'Year:N'
        try {
            @{ Artist = 'Ana'; Year = 1999; Tags = 'a', 'b' } | Write-DdbBatch -Table $other
            $null = New-DdbEmptyTable $name -Like $other
            Read-DdbTable $other | Write-DdbBatch -Table $name

            Get-TestText $name | Should -Be 'Artist {"S":"Ana"}, Tags {"L":[{"S":"a"},{"S":"b"}]}, Year {"N":"1999"}'
            Get-TestText $name | Should -Be (Get-TestText $other)
            { New-DdbEmptyTable $name -Like $other -ErrorAction Stop } | Should -Throw '*already*'
        }
        finally { $name, $other | ForEach-Object { Remove-TestTable $_ } }
    }
}
