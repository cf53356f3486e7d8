# Tests that dynalite 4.0.0 fails although DynamoDB Local passes them, each with the reason (build.ps1 -Task Interop).
@{
    'Clear-DdbTable.estimates and deletes nothing with -WhatIf'                = 'DescribeTable reports 0 items'
    'Copy-DdbTable.estimates a copy without making it'                         = 'DescribeTable reports 0 items'
    'Update-DdbBatch.keeps what a leftover says through the pipeline'          = 'it has no BatchExecuteStatement, which inserts are sent with'
    'Update-DdbBatch.keeps what a leftover says through Select-Object'         = 'it has no BatchExecuteStatement, which inserts are sent with'
    'Update-DdbBatch.keeps what a leftover says through Export-Clixml'         = 'it has no BatchExecuteStatement, which inserts are sent with'
    'Update-DdbBatch.keeps what a leftover says through JSON'                  = 'it has no BatchExecuteStatement, which inserts are sent with'
    'Update-DdbBatch.keeps what a leftover says through a job'                 = 'it has no BatchExecuteStatement, which inserts are sent with'
    'Write-DdbBatch -Operation.inserts what is new, and shows what was there' = 'it has no BatchExecuteStatement, which inserts are sent with'
}
