# Update-DdbBatch, inserts and conditions as people use them, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $flaky = Get-UnprocessedEndpoint

    # The attributes of an item, as 'Id=1 Name=x'.
    function Get-Text($Table) {
        Read-DdbTable $Table | Sort-Object Id | ForEach-Object {
            $item = $_
            ($item.PSObject.Properties.Name | Sort-Object | ForEach-Object { "$_=$($item.$_)" }) -join ' '
        }
    }
}

Describe 'Update-DdbBatch' {
    BeforeEach {
        $table = New-TestTable
        1..3 | ForEach-Object { @{ Id = $_; Name = "Item $_"; Price = 1 } } | Write-DdbBatch -Table $table
    }
    AfterEach { Remove-TestTable $table }

    It 'merges a CSV file of prices' {
        "Id,Price`n1,10`n2,20`n4,40" | ConvertFrom-Csv | Update-DdbBatch -Table $table -AttributeType @{ Price = 'N' } -EndpointUrl $flaky

        Get-Text $table | Should -Be 'Id=1 Name=Item 1 Price=10', 'Id=2 Name=Item 2 Price=20', 'Id=3 Name=Item 3 Price=1', 'Id=4 Price=40'
    }

    It 'removes attributes whose values are empty, and leaves those that are missing' {
        "Id,Price,Name`n1,,`n2,5,x" | ConvertFrom-Csv |
            Update-DdbBatch -Table $table -AttributeType @{ Price = 'N' } -EmptyString @{ Price = 'Remove'; Name = 'Omit' }

        Get-Text $table | Select-Object -First 2 | Should -Be 'Id=1 Name=Item 1', 'Id=2 Name=x Price=5'
    }

    It 'changes only items that exist with -MustExist' {
        $summary = 1, 9 | ForEach-Object { @{ Id = $_; Price = 2 } } |
            Update-DdbBatch -Table $table -MustExist -Summary -ConditionFailedVariable missing

        $summary.Succeeded, $summary.Written, $summary.ConditionFailed | Should -Be $true, 1, 1
        $missing.Key | Should -Be 'Id=9'
        Get-TestId $table | Should -Be 1, 2, 3
    }

    It 'keeps what a leftover says through <Name>' -ForEach @(
        @{ Name = 'the pipeline'; Through = { $input } }
        @{ Name = 'Select-Object'; Through = { $input | Select-Object * } }
        @{ Name = 'Export-Clixml'; Through = { $input | Export-Clixml "$TestDrive/left.xml"; Import-Clixml "$TestDrive/left.xml" } }
        @{ Name = 'JSON'; Through = { $input | Select-Object * -ExcludeProperty InputObject | Select-Object *, @{ n = 'InputObject'; e = { } } | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
        @{ Name = 'a job'; Through = { $left = @($input); Start-Job { $using:left } | Receive-Job -Wait -AutoRemoveJob } }
    ) {
        $dead = 'http://127.0.0.1:1'
        try {
            1..2 | ForEach-Object { [pscustomobject]@{ Id = $_; Price = 4 - $_; Name = $null } } |
                Update-DdbBatch -Table $table -NullValue Remove -Condition '#Price < :Price AND #Price < :most' -ConditionValue @{ most = 3 } `
                    -KeyName 'Id:N' -EndpointUrl $dead -UnprocessedVariable left
        }
        catch { }
        try {
            @{ Id = 3; Price = 9 } |
                Write-DdbBatch -Table $table -Operation Insert -KeyName 'Id:N' -EndpointUrl $dead -UnprocessedVariable +left
        }
        catch { }
        $left.Count | Should -Be 3
        @{ Id = 2; Name = 'newer'; Price = 7 } | Write-DdbBatch -Table $table

        $summary = $left | & $Through | Write-DdbBatch -Summary

        $summary.Written, $summary.ConditionFailed | Should -Be 1, 2
        Get-Text $table | Should -Be 'Id=1 Price=3', 'Id=2 Name=newer Price=7', 'Id=3 Name=Item 3 Price=1'
    }

    It 'is written again by Resume-DdbBatch as it was' {
        try {
            [pscustomobject]@{ Id = 1; Name = $null } | Update-DdbBatch -Table $table -NullValue Remove -KeyName 'Id:N' -MustExist `
                -EndpointUrl 'http://127.0.0.1:1' -FailedPath "$TestDrive/failed.jsonl"
        }
        catch { }
        Resume-DdbBatch -FailedPath "$TestDrive/failed.jsonl"

        Get-Text $table | Select-Object -First 1 | Should -Be 'Id=1 Price=1'
        "$TestDrive/failed.jsonl" | Should -Not -Exist
    }
}

Describe 'Write-DdbBatch -Operation' {
    BeforeEach {
        $table = New-TestTable
        1..3 | ForEach-Object { @{ Id = $_; Version = 5 } } | Write-DdbBatch -Table $table
    }
    AfterEach { Remove-TestTable $table }

    It 'inserts what is new, and shows what was there' {
        $summary = 1..30 | ForEach-Object { @{ Id = $_; Version = 6 } } |
            Write-DdbBatch -Table $table -Operation Insert -Summary -ConditionFailedVariable there -EndpointUrl $flaky

        $summary.Written, $summary.ConditionFailed, $summary.Succeeded | Should -Be 27, 3, $true
        $there.ExistingItem.Version | Should -Be 5, 5, 5
        Get-TestId $table | Should -Be (1..30)
        ($there | Out-String -Width 200) | Should -Match 'Insert'
        ($summary | Out-String) | Should -Match 'ConditionFailed +: 3'
    }

    It 'writes only if a condition holds' {
        1..4 | ForEach-Object { @{ Id = $_; Version = 3 + $_ } } |
            Write-DdbBatch -Table $table -Condition '#Version < :Version OR attribute_not_exists(#Id)'

        (Read-DdbTable $table | Sort-Object Id).Version | Should -Be 5, 5, 6, 7
    }

    It 'deletes only if a condition holds' {
        1..3 | ForEach-Object { @{ Id = $_; Version = 3 + $_ } } | Remove-DdbBatch -Table $table -Condition '#Version = :Version'

        Get-TestId $table | Should -Be 1, 3
    }
}
