# Resume-DdbBatch as people use it, against DynamoDB Local. Invoke-Tests.ps1 serves the endpoints.

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $flaky = Get-UnprocessedEndpoint
}

Describe 'Resume-DdbBatch' {
    BeforeEach {
        $table = New-TestTable
        $failed = Join-Path $TestDrive "$table.jsonl"
    }
    AfterEach { Remove-TestTable $table }

    It 'writes what was left, until nothing is left' {
        1..60 | ForEach-Object { @{ Id = $_ } } |
            Write-DdbBatch -Table $table -MaxRetry 0 -FailedPath $failed -SummaryVariable s -EndpointUrl $flaky -ErrorAction SilentlyContinue
        $s.Succeeded, ($s.FailedLines -gt 0) | Should -Be $false, $true

        Resume-DdbBatch $failed -SummaryVariable s

        $s.Succeeded, $s.FailedLines | Should -Be $true, 0
        Get-TestId $table | Should -Be (1..60)
        Get-ChildItem "$failed*" | Should -BeNullOrEmpty
    }

    It 'has nothing to do if there is no file' {
        (Resume-DdbBatch $failed -Summary).Succeeded | Should -BeTrue
    }

    It 'keeps what fails again' {
        @{ x = 1 }, @{ Id = 1 } | Write-DdbBatch -Table $table -FailedPath $failed -ErrorAction SilentlyContinue
        Resume-DdbBatch -FailedPath $failed -SummaryVariable s -ErrorAction SilentlyContinue
        $s.Succeeded, $s.Invalid | Should -Be $false, 1
        (Get-Content $failed | ConvertFrom-Json).Input.x | Should -Be 1
    }
}
