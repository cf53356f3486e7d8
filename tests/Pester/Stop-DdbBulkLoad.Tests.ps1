# Stop-DdbBulkLoad as people use it, against a double of the bulk operation.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $to = @{ S3Uri = 's3://my-bucket/pester/' }
}

Describe 'Stop-DdbBulkLoad' {
    BeforeEach {
        $table = New-TestTable
        $load = 1..10 | ForEach-Object { @{ Id = $_ } } | Start-DdbBulkLoad -Table $table @to
    }
    AfterEach { Remove-TestTable $table }

    It 'stops a load from the pipeline' {
        ($load | Stop-DdbBulkLoad -PassThru).Status | Should -Be Cancelling

        $load | Receive-DdbBulkLoad -Wait -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -Match '^BulkLoadCancelled,'
        (Get-DdbBulkLoad $load.Arn).Status | Should -Be Cancelled
    }

    It 'stops nothing with -WhatIf' {
        $load | Stop-DdbBulkLoad -WhatIf

        $load | Receive-DdbBulkLoad -Wait
        Get-TestId $table | Should -Be (1..10)
    }
}
