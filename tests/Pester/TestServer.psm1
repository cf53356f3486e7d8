# A DynamoDB for the tests, and what they do with it beside the module: create tables, read items.

$root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
$manifest = if ($env:DDBBATCH_MANIFEST) { $env:DDBBATCH_MANIFEST } else { Join-Path $root 'DdbBatch.psd1' }

# Starts the quick start as a server. It ends with this process, for that holds its standard input.
function Start-TestServer {
    $built = "$root/samples/QuickStart/bin/Debug/net10.0/QuickStart.dll"
    # What has been built is not built again: that takes longer than the tests.
    $program = if (Test-Path $built) { "exec ""$built""" } else { "run --project ""$root/samples/QuickStart"" --" }
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "$program -Serve -Bulk -Unprocessed 0.4")
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $server = [System.Diagnostics.Process]::Start($start)
    # The module's users set these; our tests read the last one.
    $env:AWS_ENDPOINT_URL_S3 = Read-Url $server
    $env:AWS_ENDPOINT_URL_DYNAMODB = Read-Url $server
    $env:DDBBATCH_TEST_UNPROCESSED_ENDPOINT = Read-Url $server
    # Each test makes the tables that it needs.
    Remove-TestTable Music
    $server
}

function Stop-TestServer([System.Diagnostics.Process] $Server) {
    $Server.StandardInput.Close()
    if (-not $Server.WaitForExit(30000)) { $Server.Kill() }
    Remove-Item env:AWS_ENDPOINT_URL_S3, env:AWS_ENDPOINT_URL_DYNAMODB, env:DDBBATCH_TEST_UNPROCESSED_ENDPOINT
}

# The manifest to test: the checkout's, or the one that DDBBATCH_MANIFEST names.
function Get-TestManifest { $manifest }

function Get-TestRoot { $root }

# The .nupkg beside the package that is tested; nothing if there is none.
function Get-TestPackage {
    $beside = Join-Path (Split-Path $manifest) "../../DdbBatch.$(Split-Path (Split-Path $manifest) -Leaf).nupkg"
    if (Test-Path $beside) { [System.IO.Path]::GetFullPath($beside) }
}

# The program that runs this PowerShell. One that came as a tool of .NET is run by dotnet, and found on the PATH.
function Get-TestShell {
    $program = (Get-Process -Id $PID).Path
    if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { (Get-Command pwsh).Source } else { $program }
}

# The endpoint that leaves 40 % of every batch unprocessed.
function Get-UnprocessedEndpoint { $env:DDBBATCH_TEST_UNPROCESSED_ENDPOINT }

# Creates an empty table and gives its name. Keys are as 'Id:N', partition key first.
function New-TestTable([string] $Name = "T$([guid]::NewGuid().ToString('n'))", [string[]] $Key = 'Id:N') {
    $names = @($Key | ForEach-Object { ($_ -split ':')[0] })
    $types = @($Key | ForEach-Object { ($_ -split ':')[1] })
    $null = Invoke-DynamoDb CreateTable @{
        TableName            = $Name
        BillingMode          = 'PAY_PER_REQUEST'
        KeySchema            = @(for ($i = 0; $i -lt $Key.Count; $i++) {
                @{ AttributeName = $names[$i]; KeyType = ('HASH', 'RANGE')[$i] }
            })
        AttributeDefinitions = @(for ($i = 0; $i -lt $Key.Count; $i++) {
                @{ AttributeName = $names[$i]; AttributeType = $types[$i] }
            })
    }
    # Some servers take a while.
    while ((Invoke-DynamoDb DescribeTable @{ TableName = $Name }).Table.TableStatus -ne 'ACTIVE') { Start-Sleep -Milliseconds 20 }
    $Name
}

# Deletes a table and waits until it is gone. Some servers take a while, and refuse another table of that name until then.
function Remove-TestTable([string] $Name) {
    $null = Invoke-DynamoDb DeleteTable @{ TableName = $Name }
    try { while (Invoke-DynamoDb DescribeTable @{ TableName = $Name }) { Start-Sleep -Milliseconds 20 } }
    catch { Write-Debug "$Name is gone: $_" }
}

# All items of a table as DynamoDB gives them: the title is $item.Title.S.
function Get-TestItem([string] $Table) {
    $scan = @{ TableName = $Table; ConsistentRead = $true }
    do {
        $page = Invoke-DynamoDb Scan $scan
        $page.Items
        $scan.ExclusiveStartKey = $page.LastEvaluatedKey
    } while ($page.LastEvaluatedKey)
}

# All items of a table as text, with their attributes in order: servers return them in any.
function Get-TestText([string] $Table) {
    Get-TestItem $Table | ForEach-Object {
        ($_.PSObject.Properties | Sort-Object Name | ForEach-Object { "$($_.Name) $(ConvertTo-Json $_.Value -Depth 20 -Compress)" }) -join ', '
    } | Sort-Object
}

# The numbers in a key attribute, in order.
function Get-TestId([string] $Table) { Get-TestItem $Table | ForEach-Object { [int] $_.Id.N } | Sort-Object }

function Read-Url([System.Diagnostics.Process] $Server) {
    do { $line = $Server.StandardOutput.ReadLine() } until ($null -eq $line -or $line -match '\bhttp\S+$')
    if ($null -eq $line) { throw 'The quick start serves nothing: its messages are above.' }
    $Matches[0]
}

# The one HTTP client that takes such a signature on Windows PowerShell and on PowerShell 7.
function Invoke-DynamoDb([string] $Operation, [hashtable] $Request) {
    $client = [System.Net.WebClient]::new()
    $client.Encoding = [System.Text.Encoding]::UTF8
    $client.Headers['Content-Type'] = 'application/x-amz-json-1.0'
    $client.Headers['X-Amz-Target'] = "DynamoDB_20120810.$Operation"
    $client.Headers['X-Amz-Date'] = '20260101T000000Z'
    $client.Headers['Authorization'] =
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0'
    $json = ConvertTo-Json $Request -Depth 20
    try { $client.UploadString($env:AWS_ENDPOINT_URL_DYNAMODB, $json) | ConvertFrom-Json }
    finally { $client.Dispose() }
}

Export-ModuleMember -Function *-Test*, Get-UnprocessedEndpoint
