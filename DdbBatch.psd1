@{
    NestedModules          = if ($PSEdition -eq 'Core') {
        'bin/net8.0/DdbBatch.Loader.0.1.0.dll', 'DdbBatch.Cmdlets.0.1.0'
    }
    else {
        'bin/netstandard2.0/DdbBatch.Loader.0.1.0.dll', 'bin/netstandard2.0/DdbBatch.dll'
    }
    ModuleVersion          = '0.1.0'
    GUID                   = '72ed8ac1-f363-4897-af73-564773ec2828'
    Author                 = 'DdbBatch contributors'
    CompanyName            = 'DdbBatch contributors'
    Copyright              = 'Copyright (c) DdbBatch contributors. MIT licence.'
    Description            = 'Loads, changes, deletes and reads items in Amazon DynamoDB in bulk: Import-Csv music.csv | Write-DdbBatch -Table Music'
    CompatiblePSEditions   = 'Desktop', 'Core'
    PowerShellVersion      = if ($PSEdition -eq 'Core') { '7.4' } else { '5.1' }
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = 'DdbBatch.Cmdlets.0.1.0/DdbBatch.Format.ps1xml'
    TypesToProcess         = 'DdbBatch.Cmdlets.0.1.0/DdbBatch.Types.ps1xml'

    CmdletsToExport        = @(
        'Clear-DdbTable', 'Compare-DdbTable', 'ConvertFrom-DdbJson', 'ConvertTo-DdbJson', 'Copy-DdbTable', 'Export-DdbItem', 'Get-DdbBatch', 'Get-DdbBulkLoad', 'Import-DdbItem', 'Measure-DdbTable'
        'New-DdbEmptyTable', 'Read-DdbTable', 'Receive-DdbBulkLoad', 'Remove-DdbBatch', 'Resume-DdbBatch', 'Start-DdbBulkLoad', 'Stop-DdbBulkLoad', 'Update-DdbBatch', 'Write-DdbBatch'
    )
    AliasesToExport        = @()
    FunctionsToExport      = @()
    VariablesToExport      = @()
    PrivateData            = @{
        PSData = @{
            Tags       = 'AWS', 'DynamoDB', 'BatchWriteItem', 'NoSQL', 'bulk', 'import', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS'
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
