# The .nupkg that the PowerShell Gallery receives: published in a repository, installed from there and used, each in a fresh shell.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/TestServer.psm1"
    $package = Get-TestPackage
    if (-not $package) { Write-Host 'Package: there is no .nupkg to install (build.ps1 -Task Pack makes it), so these tests are skipped.' }
}

Describe 'The package' -Skip:(-not $package) {
    BeforeAll {
        Import-Module "$PSScriptRoot/TestServer.psm1"
        $package = Get-TestPackage
        $source = Split-Path (Get-TestManifest)
        $version = (Test-ModuleManifest (Get-TestManifest)).Version
        $shell = Get-TestShell
        $onWindows = $env:OS -eq 'Windows_NT'
        # A profile of its own, under a path with spaces and letters that no code page has all of. The repositories of the user stay as they are.
        $profileFolder = (New-Item "$TestDrive/Zoë's 表 ž ж" -ItemType Directory).FullName
        $modules = Join-Path $profileFolder $(if ($onWindows) { 'Modules' } else { '.local/share/powershell/Modules' })
        $installed = Join-Path $modules "DdbBatch/$version"

        # Runs a script in a fresh shell that has this profile, and gives all that it printed.
        function Invoke-FreshShell([string] $Script) {
            # With a byte order mark, without which Windows PowerShell would not read the path.
            [System.IO.File]::WriteAllText("$TestDrive/fresh.ps1", "`$ErrorActionPreference = 'Stop'`n$Script", [System.Text.UTF8Encoding]::new($true))
            $kept = @{}
            foreach ($name in 'HOME', 'LOCALAPPDATA', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'PSModulePath') { $kept[$name] = [Environment]::GetEnvironmentVariable($name) }
            try {
                $env:HOME = $env:LOCALAPPDATA = $profileFolder
                $env:XDG_DATA_HOME = $env:XDG_CACHE_HOME = $null
                if ($onWindows) { $env:PSModulePath = "$modules;$env:PSModulePath" }
                & $shell -NoProfile -NonInteractive -File "$TestDrive/fresh.ps1" 2>&1 | ForEach-Object { "$_" }
            }
            finally { foreach ($name in $kept.Keys) { [Environment]::SetEnvironmentVariable($name, $kept[$name]) } }
        }
        function Get-FileState([string] $Folder) {
            Get-ChildItem $Folder -Recurse -File -Force | ForEach-Object { "$($_.FullName.Substring($Folder.Length)) $($_.Length) $($_.LastWriteTimeUtc.Ticks)" } | Sort-Object
        }
        function Get-RelativeFile([string] $Folder) {
            Get-ChildItem $Folder -Recurse -File -Force | ForEach-Object { $_.FullName.Substring($Folder.Length + 1).Replace('\', '/') } |
                Where-Object { $_ -ne 'PSGetModuleInfo.xml' } | Sort-Object
        }

        $repository = (New-Item "$TestDrive/the repository" -ItemType Directory).FullName
        Copy-Item $package $repository
        $quoted = $modules.Replace("'", "''")
        $install = if ($onWindows) { "Save-PSResource DdbBatch -Repository Local -Path '$quoted' -TrustRepository" } else { 'Install-PSResource DdbBatch -Repository Local -Scope CurrentUser -TrustRepository' }
        if ($onWindows) { New-Item $modules -ItemType Directory | Out-Null }
        $messages = Invoke-FreshShell @"
Register-PSResourceRepository Local -Uri '$repository'
`$found = Find-PSResource DdbBatch -Repository Local
"found `$(`$found.Name) `$(`$found.Version) `$(`$found.Type)"
$install
"@
        if (-not $onWindows -and (Test-Path $installed)) { chmod -R a-w $installed }
    }
    AfterAll { if (-not $onWindows -and (Test-Path $installed)) { chmod -R u+w $installed } }

    It 'is found in a repository and installed' {
        $messages | Should -Be "found DdbBatch $version Module"
        Get-RelativeFile $installed | Should -Be (Get-RelativeFile $source)
    }

    It 'describes itself' {
        $info = Invoke-FreshShell @'
$module = Get-PSResource DdbBatch -ErrorAction Ignore
if (-not $module) { $module = Test-ModuleManifest (Get-Module DdbBatch -ListAvailable).Path }
$module.Description
"$($module.LicenseUri)"
$module.Tags -join ' '
(Get-Module DdbBatch -ListAvailable).ExportedCmdlets.Keys -join ' '
'@
        $info[0] | Should -BeLike '*Write-DdbBatch -Table*'
        $info[1] | Should -BeLike 'https://*'
        $info[2] -split ' ' | Should -Contain 'DynamoDB'
        $info[3] -split ' ' | Sort-Object | Should -Be ((Test-ModuleManifest (Get-TestManifest)).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'writes, reads and has help, and nothing changes in its folder' {
        $table = New-TestTable
        try {
            $before = Get-FileState $installed
            $said = Invoke-FreshShell @"
`$summary = 1..30 | ForEach-Object { [pscustomobject]@{ Id = `$_; Text = "été `$_" } } | Write-DdbBatch -Table $table -Summary
"`$(`$summary.Succeeded) `$(`$summary.Written)"
(Read-DdbTable $table | Sort-Object Id)[-1].Text.Length
(Get-Command Write-DdbBatch).Module.ModuleBase
(Get-Help Write-DdbBatch).Synopsis.Length -gt 10
(Get-Help about_DdbBatch).Length -gt 1000
Get-Module DdbBatch | ForEach-Object { Get-Content (Join-Path `$_.ModuleBase README.md) -TotalCount 1 }
"@
            $said | Should -Be 'True 30', '6', $installed, 'True', 'True', '# DdbBatch'
            Get-TestId $table | Should -Be (1..30)
            Get-FileState $installed | Should -Be $before
        }
        finally { Remove-TestTable $table }
    }
}
