# Copy-DdbTable as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
}

Describe 'Copy-DdbTable' {
    BeforeAll {
        $source = New-TestTable -Key 'Artist:S', 'Year:N'
        1..300 | ForEach-Object { @{ Artist = "a$($_ % 7)"; Year = $_; Tags = [System.Collections.Generic.HashSet[string]]@("t$_") } } |
            Write-DdbBatch -Table $source
    }
    AfterAll { Remove-TestTable $source }
    BeforeEach { $copy = "T$([guid]::NewGuid().ToString('n'))" }
    AfterEach { Remove-TestTable $copy }

    It 'creates the destination and copies every item' {
        $summary = Copy-DdbTable $source -Destination $copy -CreateDestination -Summary

        $summary.Succeeded, $summary.Items, $summary.Written | Should -Be $true, 300, 300
        ($summary | Out-String) | Should -BeLike "*Table*$($source.Substring(0, 20))*Written*300*"
        Get-TestText $copy | Should -Be (Get-TestText $source)
    }

    It 'continues with its checkpoint, and says when nothing is left to do' {
        $mark = "$TestDrive/$copy.mark"
        Copy-DdbTable $source $copy -CreateDestination -CheckpointPath $mark
        $again = Copy-DdbTable $source $copy -CheckpointPath $mark -Summary -WarningVariable warnings -WarningAction SilentlyContinue

        $again.Succeeded, $again.Items | Should -Be $true, 0
        "$warnings" | Should -BeLike '*complete*'
    }

    It 'estimates a copy without making it' {
        $preflight = Copy-DdbTable $source $copy -CreateDestination -WhatIf

        $preflight.Items, $preflight.Destination | Should -Be 300, $copy
        ($preflight | Out-String) | Should -BeLike '*Items*300*WriteCapacityUnits*300*'
        { Read-DdbTable $copy -ErrorAction Stop } | Should -Throw '*no table*'
        $null = New-DdbEmptyTable $copy -KeyName Id
    }

    It 'shows both keys if they differ' {
        $null = New-DdbEmptyTable $copy -KeyName Id
        { Copy-DdbTable $source $copy -ErrorAction Stop } | Should -Throw '*Artist (S), Year (N)*Id (S)*'
    }
}
