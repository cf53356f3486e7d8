# The module's surface, for every exported cmdlet.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    $manifest = Get-TestManifest
    Import-Module $manifest -Force
    $cmdlets = Get-Command -Module DdbBatch | ForEach-Object { @{ Cmdlet = $_ ; Name = $_.Name } }
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    $parameters = foreach ($cmdlet in Get-Command -Module DdbBatch) {
        foreach ($name in $cmdlet.Parameters.Keys | Where-Object { $_ -notin $common }) {
            @{ Name = $cmdlet.Name; Parameter = $name }
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    $manifest = Get-TestManifest
    Import-Module $manifest -Force
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest -Path $manifest -ErrorAction Stop).Name | Should -Be 'DdbBatch'
    }

    It 'has tags to be found by, its licence, and no address that is not there' {
        $data = (Get-Module DdbBatch).PrivateData.PSData
        $data.Tags | Should -Contain 'DynamoDB'
        $data.Keys | Should -Not -Contain 'ProjectUri'
        Join-Path (Split-Path $manifest) 'LICENSE' | Should -Exist
        $data.LicenseUri | Should -Be 'https://opensource.org/license/mit'
    }
}

Describe 'The module' {
    It 'exports exactly these cmdlets' {
        (Get-Command -Module DdbBatch).Name | Sort-Object |
            Should -Be 'Clear-DdbTable', 'Compare-DdbTable', 'ConvertFrom-DdbJson', 'ConvertTo-DdbJson', 'Copy-DdbTable', 'Export-DdbItem', 'Get-DdbBatch', 'Get-DdbBulkLoad', 'Import-DdbItem', 'Measure-DdbTable', 'New-DdbEmptyTable',
                'Read-DdbTable', 'Receive-DdbBulkLoad', 'Remove-DdbBatch', 'Resume-DdbBatch', 'Start-DdbBulkLoad', 'Stop-DdbBulkLoad', 'Update-DdbBatch', 'Write-DdbBatch'
    }

    It 'exports nothing else' {
        $module = Get-Module DdbBatch
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
    }

    It 'keeps its cmdlets when it is imported again' {
        $before = (Get-Command -Module DdbBatch).Name
        Import-Module $manifest
        Import-Module $manifest -Force
        Import-Module $manifest -Force
        (Get-Command -Module DdbBatch).Name | Should -Be $before
    }

    It 'can be imported with a prefix, and again without' {
        $names = (Get-Command -Module DdbBatch).Name
        Remove-Module DdbBatch
        try {
            Import-Module $manifest -Prefix Our
            (Get-Command *-OurDdb*).Name | Should -Be ($names -replace '-', '-Our')
            @{ a = 'b' } | ConvertTo-OurDdbJson | Should -Be '{"a":{"S":"b"}}'
            Remove-Module DdbBatch
            Get-Command *-OurDdb* | Should -BeNullOrEmpty
        }
        finally { Import-Module $manifest }
        (Get-Command -Module DdbBatch).Name | Should -Be $names
    }

    It 'leaves nothing loaded when it is removed' {
        Remove-Module DdbBatch
        try {
            Get-Module -All | Where-Object Name -Match 'DdbBatch' | Should -BeNullOrEmpty
            Get-Command Write-DdbBatch -ErrorAction Ignore | Should -BeNullOrEmpty
            Get-Variable target, folder, loader, loaderPath, inner -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
        }
        finally { Import-Module $manifest }
    }
}

Describe '<Name>' -ForEach $cmdlets {
    It 'is a compiled cmdlet of this module' {
        $Cmdlet.CommandType | Should -Be 'Cmdlet'
        $Cmdlet.Source | Should -Be 'DdbBatch'
    }

    It 'has an approved verb' {
        (Get-Verb).Verb | Should -Contain $Cmdlet.Verb
    }

    It 'has a synopsis, and not only its syntax' {
        $synopsis = (Get-Help $Name).Synopsis
        $synopsis | Should -Not -BeNullOrEmpty
        $synopsis | Should -Not -Match ([regex]::Escape($Name))
    }

    It 'has a singular noun' {
        # One noun a concept, and each of them on purpose.
        $Cmdlet.Noun | Should -BeIn 'DdbBatch', 'DdbBulkLoad', 'DdbEmptyTable', 'DdbItem', 'DdbJson', 'DdbTable'
    }
}

Describe 'Help' {
    It 'has a topic on the concepts, which names every cmdlet' {
        $topic = Get-Help about_DdbBatch | Out-String
        foreach ($cmdlet in Get-Command -Module DdbBatch) { $topic | Should -Match $cmdlet.Name }
        foreach ($word in 'Unknown', 'ORDER PER KEY', 'BatchWriteItem', 'replaces the whole item') {
            $topic | Should -Match $word
        }
    }

    It 'has at least four examples for <Name>, and says what else to read' -ForEach $cmdlets {
        $help = Get-Help $Name -Full
        @($help.examples.example).Count | Should -BeGreaterOrEqual 4
        $help.relatedLinks.navigationLink.linkText | Should -Contain 'about_DdbBatch'
    }

    It 'describes <Name> -<Parameter>' -ForEach $parameters {
        (Get-Help $Name -Parameter $Parameter).Description.Text | Should -Not -BeNullOrEmpty
    }
}

Describe 'Views' {
    BeforeAll {
        function Format-Text { ($input | Out-String -Width 80).Trim() -replace '\r' }
        $summary = [pscustomobject]@{
            PSTypeName = 'DdbBatch.WriteSummary'; Succeeded = $false; Total = 1000000; Written = 999998; Unprocessed = 2
            Unknown = 0; Invalid = 0; Superseded = 0; Skipped = 0; Requests = 40000; RetriedRequests = 3
            ThrottledRequests = 2; ConsumedCapacityUnits = 999998; Elapsed = [timespan]'0:1:40'; ItemsPerSecond = 9999.98
            CapacityUnitsPerSecond = 9999.98; Tables = @()
        }
        $preflight = [pscustomobject]@{
            PSTypeName = 'DdbBatch.Preflight'; Table = 'Music'; Total = 1000000; Puts = 1000000; Deletes = 0
            Invalid = 3; DuplicateKeys = 2; SizeBytes = 150000000; LargestItemBytes = 2048; LargestItemPosition = 7
            Requests = 40000; CapacityUnits = 2000001; TableCapacityUnits = 1000001; IndexCapacityUnits = @{ Genre = 1000000 }
            WriteCapacity = 1000; EstimatedTime = [timespan]'0:33:21'
        }
        $load = [pscustomobject]@{
            PSTypeName = 'DdbBatch.BulkLoad'; Table = 'Music'; Status = 'CompletedWithErrors'; PercentComplete = 100.0
            ProcessedItems = 1000000; FailedItems = 3; InvalidItems = 2; Succeeded = $false; StartTime = [datetimeoffset]'2026-11-26T08:30:00Z'
        }
        $bulk = [pscustomobject]@{
            PSTypeName = 'DdbBatch.BulkPreflight'; Table = 'Music'; Items = 1000000; InvalidItems = 3; DuplicateKeys = 2
            UploadBytes = 150000000; Shards = 16
        }
        $item = [pscustomobject]@{
            PSTypeName = 'DdbBatch.UnprocessedItem'; Position = 7; Table = 'Music'; Operation = 'Put'; Outcome = 'Invalid'
            Attempts = 0; Key = ''; ErrorCode = 'KeyMissing'; Reason = 'No key attribute SongTitle.'; InputObject = @{ a = 1 }
        }
    }

    It 'show a summary as a list' {
        $summary | Format-Text | Should -Match '(?m)^Written +: 999998$'
        $summary | Format-Text | Should -Match '(?m)^ItemsPerSecond +: 10000$'
    }

    It 'show a summary as a table of one line' {
        ($summary | Format-Table | Format-Text) -split '\n' | Select-Object -Last 1 |
            Should -Match '^False +1000000 +999998 +2 +0 +0 0\.00:01:40 +10000$'
    }

    It 'show less than a minute in seconds' {
        $short = $summary.PSObject.Copy()
        $short.Elapsed = [timespan]::FromMilliseconds(230)
        ($short | Format-Table | Format-Text) -split '\n' | Select-Object -Last 1 | Should -Match ' 0\D23 s +10000$'
    }

    It 'show a preflight as a list' {
        $preflight | Format-Text | Should -Match '(?m)^CapacityUnits +: 2000001$'
        $preflight | Format-Text | Should -Match '(?m)^EstimatedTime +: 00:33:21$'
    }

    It 'say what is not known of a table' {
        $unknown = $preflight.PSObject.Copy()
        $unknown.WriteCapacity = $unknown.EstimatedTime = $null
        $unknown | Format-Text | Should -Match '(?m)^WriteCapacity +: unknown$'
        $unknown | Format-Text | Should -Match '(?m)^EstimatedTime +: unknown$'
    }

    It 'show a preflight as a table of one line' {
        ($preflight | Format-Table | Format-Text) -split '\n' | Select-Object -Last 1 |
            Should -Match '^Music +1000000 +3 +2 +40000 +2000001 +0\.00:33:21$'
    }

    It 'show bulk loads as a table of one line each' {
        ($load | Format-Table | Format-Text) -split '\n' | Select-Object -Last 1 |
            Should -Match '^Music +CompletedWithErrors +False +1000000 +3 +2 \d\d-\d\d \d\d:\d\d$'
    }

    It 'show what a bulk load would be as a table of one line' {
        ($bulk | Format-Table | Format-Text) -split '\n' | Select-Object -Last 1 |
            Should -Match '^Music +1000000 +3 +2 +150000000 +16$'
    }

    It 'show unprocessed items as a table' {
        ($item | Format-Text) -split '\n' | Select-Object -Last 1 |
            Should -Match '7 Music +Put +Invalid +KeyMissing: No'
    }

    It 'show all of an unprocessed item as a list' {
        $item | Format-List | Format-Text | Should -Match '(?m)^Reason +: No key attribute SongTitle'
        $item | Format-List | Format-Text | Should -Match '(?m)^InputObject +: \{\[a, 1\]\}$'
    }
}
