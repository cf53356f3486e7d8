# Get-DdbBulkLoad as people use it, against a double of the bulk operation.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $to = @{ S3Uri = 's3://my-bucket/pester/' }
}

Describe 'Get-DdbBulkLoad' {
    BeforeAll {
        $table = New-TestTable
        $loads = 1..3 | ForEach-Object { @{ Id = $_ } | Start-DdbBulkLoad -Table $table @to -Wait }
    }
    AfterAll { Remove-TestTable $table }

    It 'lists the loads into a table, the newest first' {
        (Get-DdbBulkLoad -Table $table).Arn | Should -Be $loads[2].Arn, $loads[1].Arn, $loads[0].Arn
    }

    It 'stops listing when no more are needed' {
        (Get-DdbBulkLoad -Table $table | Select-Object -First 1).Arn | Should -Be $loads[2].Arn
    }

    It 'describes a load by its ARN, from the pipeline or not' {
        (Get-DdbBulkLoad -Arn $loads[0].Arn).Status | Should -Be Completed
        ($loads | Get-DdbBulkLoad).Arn | Should -Be $loads.Arn
        ($loads.Arn | Get-DdbBulkLoad).Arn | Should -Be $loads.Arn
    }

    It 'shows a load as a list, and loads as a table of a line each' {
        ($loads[0] | Get-DdbBulkLoad | Out-String -Width 80) -replace '\r' | Should -Match '(?m)^Status +: Completed$'
        ($loads | Get-DdbBulkLoad | Format-Table | Out-String -Width 80).Trim() -split '\r?\n' | Select-Object -Last 3 |
            Should -Match 'Completed +True +1 +0 +0 \d\d-\d\d \d\d:\d\d$'
    }

    It 'says what there is none of' {
        { Get-DdbBulkLoad -Arn "$($loads[0].Arn)x" -ErrorAction Stop } | Should -Throw '*Get-DdbBulkLoad lists*'
    }
}
