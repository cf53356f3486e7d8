# Receive-DdbBulkLoad as people use it, against a double of the bulk operation.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $to = @{ S3Uri = 's3://my-bucket/pester/' }
}

Describe 'Receive-DdbBulkLoad' {
    BeforeEach { $table = New-TestTable }
    AfterEach { Remove-TestTable $table }

    It 'waits for a load of which nothing fails, and gives nothing' {
        $load = 1..10 | ForEach-Object { @{ Id = $_ } } | Start-DdbBulkLoad -Table $table @to

        $load | Receive-DdbBulkLoad -Wait | Should -BeNullOrEmpty
        Get-TestId $table | Should -Be (1..10)
    }

    It 'warns of a load that goes on' {
        $load = 1..10 | ForEach-Object { @{ Id = $_ } } | Start-DdbBulkLoad -Table $table @to

        $load | Receive-DdbBulkLoad -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty

        $warned | Should -Match '-Wait waits for it'
        $load | Receive-DdbBulkLoad -Wait
    }

    It 'can be asked again' {
        $load = @{ Id = 1 } | Start-DdbBulkLoad -Table $table @to -Wait

        Receive-DdbBulkLoad $load.Arn | Should -BeNullOrEmpty
    }
}
