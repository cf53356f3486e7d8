# Runs every example of the help and every powershell block of the README and of docs/.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    Import-Module (Get-TestManifest) -Force
    $examples = foreach ($cmdlet in Get-Command -Module DdbBatch) {
        foreach ($example in (Get-Help $cmdlet.Name).examples.example) {
            @{ Name = $cmdlet.Name; Title = $example.title.Trim(' -'); Code = $example.code }
        }
    }
    $cmdlets = Get-Command -Module DdbBatch | ForEach-Object { @{ Name = $_.Name } }
    # A block that cannot run here is marked with a comment that says why.
    $root = Get-TestRoot
    $blocks = @(foreach ($page in @('README.md') + @(Get-ChildItem "$root/docs/*.md" | ForEach-Object { "docs/$($_.Name)" })) {
            $text = [System.IO.File]::ReadAllText((Join-Path $root $page)) -replace '\r\n', "`n"
            foreach ($block in [regex]::Matches($text, '(?sm)(?<mark><!-- not run: [^\n]*-->\n\n)?^(?<indent> *)```powershell\n(?<code>.*?)^ *```')) {
                if ($block.Groups['mark'].Success) { continue }
                $code = $block.Groups['code'].Value -replace "(?m)^$($block.Groups['indent'].Value)", ''
                @{ Page = $page; Code = $code; FirstLine = ($code -split "`n")[0] }
            }
        })
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    $manifest = Get-TestManifest
    Import-Module $manifest -Force
    $shell = Get-TestShell
}

Describe 'The examples of the help' {
    # As with an installed module: in a folder that has only the file that the package has for the examples.
    BeforeAll {
        $sample = if ($env:DDBBATCH_MANIFEST) { Split-Path $manifest } else { Get-TestRoot }
        Push-Location $TestDrive
        Copy-Item "$sample/samples/music.csv" .
    }
    AfterAll { Pop-Location }
    BeforeEach {
        $null = New-TestTable Music 'Artist:S', 'SongTitle:S'
        # Something to delete.
        Import-Csv music.csv | Select-Object -First 5 | Write-DdbBatch -Table Music
        $before = Get-TestItem Music | ConvertTo-Json -Depth 9
    }
    AfterEach {
        # A load that goes on would go on in the next table of that name.
        Get-DdbBulkLoad -Table Music -Status InProgress, Cancelling | Receive-DdbBulkLoad -Wait -ErrorAction SilentlyContinue
        Remove-TestTable Music
    }

    It 'are there for <Name>' -ForEach $cmdlets {
        (Get-Help $Name).examples.example | Should -Not -BeNullOrEmpty
    }

    It 'work: <Name>, <Title>' -ForEach $examples {
        $ErrorActionPreference = 'Stop'
        $output = & ([scriptblock]::Create($Code))

        # Each of them shows something or changes the table, unless it says that it won't.
        $isChanged = (Get-TestItem Music | ConvertTo-Json -Depth 9) -ne $before
        $isChanged -or $output -or $Code -match '-WhatIf' | Should -BeTrue
        if ($Code -match '-WhatIf') { $isChanged | Should -BeFalse }
    }
}

Describe 'The documents' {
    BeforeEach { $null = New-TestTable Music 'Artist:S', 'SongTitle:S' }
    AfterEach {
        Remove-TestTable Music
        # A checkpoint of one example would be continued by the next.
        Get-ChildItem $TestDrive | Remove-Item -Recurse -Force
    }

    # Each block runs in a PowerShell of its own, as readers run it: with the URL that their server printed, with files
    # of their own, and without a module that was installed before. The package is the one that is being tested.
    It 'say what works: <Page>, <FirstLine>' -ForEach $blocks {
        $isInstall = $Code -match 'build\.ps1'
        if ($isInstall -and -not $env:DDBBATCH_MANIFEST) { Set-ItResult -Skipped -Because 'there is no package to install' }
        Copy-Item (Join-Path (Get-TestRoot) 'samples') $TestDrive -Recurse -Force
        Copy-Item (Join-Path (Get-TestRoot) 'samples/music.csv') "$TestDrive/music.csv"
        Copy-Item (Join-Path (Get-TestRoot) 'samples/music.csv') "$TestDrive/x.csv"
        $package = Split-Path $manifest
        $block = $Code.Replace('http://127.0.0.1:8000/', $env:AWS_ENDPOINT_URL_DYNAMODB).
            Replace('./DdbBatch.psd1', $manifest).
            Replace('./build.ps1 -Task Package -Configuration Release', "Copy-Item '$package' out/DdbBatch -Recurse")
        $import = if ($block -match 'Import-Module') { '' } else { "Import-Module '$manifest'" }
        Set-Content "$TestDrive/block.ps1" @"
`$ErrorActionPreference = 'Stop'
Set-Location '$TestDrive'
`$env:PSModulePath = '$TestDrive/Modules' + [IO.Path]::PathSeparator + `$env:PSModulePath
New-Item out/DdbBatch -ItemType Directory -Force | Out-Null
$import
$block
if ((Get-Command Write-DdbBatch).Source -ne 'DdbBatch') { throw 'There is no Write-DdbBatch.' }
"@
        $messages = & $shell -NoProfile -NonInteractive -File "$TestDrive/block.ps1" 2>&1 | Out-String

        $LASTEXITCODE | Should -Be 0 -Because $messages
        $items = @(Get-TestItem Music).Count
        $writes = $block -match 'Write-DdbBatch|Start-DdbBulkLoad'
        if ($block -match '-WhatIf') { $items | Should -Be 0 }
        elseif ($writes -and $block -match 'Remove-DdbBatch') { $items | Should -BeIn @(1..1208) }
        elseif ($writes) { $items | Should -BeGreaterThan 1000 }
    }

    It 'have blocks of every page that explains a command' -ForEach @{ Blocks = $blocks } {
        $pages = $Blocks.Page | Sort-Object -Unique
        'README.md', 'docs/bulk-loads.md', 'docs/files.md', 'docs/pace.md', 'docs/types.md', 'docs/writing.md' |
            ForEach-Object { $_ | Should -BeIn $pages }
    }
}
