# Loads between two hosts, each a network namespace of its own, over a network that loses packets, is slow, fails or has a proxy.
# It needs Linux, root, iproute2, nftables, tinyproxy, openssl and Node.js: build.ps1 -Task Network, which says what is missing.
# The server is dynalite; the folder with its packages is in DDBBATCH_DYNALITE.

BeforeAll {
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $manifest = if ($env:DDBBATCH_MANIFEST) { $env:DDBBATCH_MANIFEST } else { "$root/DdbBatch.psd1" }
    $server, $client = "ddb-server-$PID", "ddb-client-$PID"
    $http = 'http://10.77.0.2:8000'
    $started = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()

    function Invoke-Checked([string] $Program) {
        & $Program @args
        if ($LASTEXITCODE -ne 0) { throw "$Program $args ended with exit code $LASTEXITCODE." }
    }
    # Starts a program of the server's host.
    function Start-OnServer([string[]] $Command) {
        $process = Start-Process ip -ArgumentList (@('netns', 'exec', $server) + $Command) -PassThru -RedirectStandardOutput "$TestDrive/$($started.Count).out" -RedirectStandardError "$TestDrive/$($started.Count).err"
        $started.Add($process)
    }
    function Wait-ForPort([int] $Port) {
        for ($i = 0; $i -lt 200; $i++) {
            if (ip netns exec $server ss -Hltn "sport = :$Port") { return }
            Start-Sleep -Milliseconds 100
        }
        throw "Nothing listens on port $Port."
    }
    # Starts a fresh shell on the client's host, in which $to has what every load has in common.
    function Start-OnClient([string] $Script, [hashtable] $Environment = @{}) {
        $file = "$TestDrive/$([guid]::NewGuid()).ps1"
        Set-Content $file "`$ErrorActionPreference = 'Stop'`nImport-Module '$manifest'`n`$to = @{ Table = '$table'; AccessKey = 'A'; SecretKey = 's'; Region = 'eu-west-1' }`n$Script"
        $start = [System.Diagnostics.ProcessStartInfo]::new('ip', "netns exec $client pwsh -NoProfile -NonInteractive -File $file")
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        foreach ($name in 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy', 'AWS_ENDPOINT_URL_DYNAMODB') { $start.Environment.Remove($name); $start.Environment.Remove($name.ToUpperInvariant()) }
        foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
        $process = [System.Diagnostics.Process]::Start($start)
        [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
    }
    function Wait-OnClient($Run, [int] $AtMostSeconds = 240) {
        if (-not $Run.Process.WaitForExit($AtMostSeconds * 1000)) { $Run.Process.Kill($true); throw "The load hangs: it has not ended after $AtMostSeconds s." }
        [pscustomobject]@{ Output = $Run.Output.Result.Trim(); Errors = $Run.Errors.Result.Trim() }
    }
    function Invoke-OnClient([string] $Script, [hashtable] $Environment = @{}) { Wait-OnClient (Start-OnClient $Script $Environment) }
    # Writes so many items with a pause after each so many, and prints whether all were written.
    function Get-Load([string] $Endpoint = $http, [int] $Items = 2000, [int] $Pause = 0, [string] $More = '') {
        @"
`$summary = 1..$Items | ForEach-Object { if ($Pause -and `$_ % 100 -eq 0) { Start-Sleep -Milliseconds $Pause }; @{ Id = `$_; Text = 'x' * 200 } } |
    Write-DdbBatch @to -EndpointUrl $Endpoint -KeyName Id:N -Summary $More
"`$(`$summary.Succeeded) `$(`$summary.Written)"
"@
    }
    # Creates the table that $table names.
    function New-ServerTable {
        $null = Invoke-OnServer CreateTable (@{
                TableName = $table; BillingMode = 'PAY_PER_REQUEST'
                KeySchema = @(@{ AttributeName = 'Id'; KeyType = 'HASH' }); AttributeDefinitions = @(@{ AttributeName = 'Id'; AttributeType = 'N' })
            } | ConvertTo-Json -Depth 5 -Compress)
    }
    # The number of items, asked on the server's own host, where the network is as it should be.
    function Get-Count {
        $scan = @{ TableName = $table; Select = 'COUNT' }
        $count = 0
        do {
            $page = Invoke-OnServer Scan ($scan | ConvertTo-Json -Depth 5 -Compress)
            $count += $page.Count
            $scan.ExclusiveStartKey = $page.LastEvaluatedKey
        } while ($page.LastEvaluatedKey)
        $count
    }
    function Invoke-OnServer([string] $Operation, [string] $Body) {
        Set-Content "$TestDrive/body.json" $Body -NoNewline
        $answer = ip netns exec $server node -e @'
const [operation, file] = process.argv.slice(1);
const request = require('http').request('http://127.0.0.1:8000', { method: 'POST', headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'DynamoDB_20120810.' + operation, 'X-Amz-Date': '20260101T000000Z', Authorization: 'AWS4-HMAC-SHA256 Credential=t/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0' } }, answer => answer.pipe(process.stdout));
request.end(require('fs').readFileSync(file));
'@ $Operation "$TestDrive/body.json"
        "$answer" | ConvertFrom-Json
    }

    foreach ($name in $server, $client) {
        Invoke-Checked ip netns add $name
        Invoke-Checked ip -n $name link set lo up
        New-Item "/etc/netns/$name" -ItemType Directory -Force | Out-Null
        Set-Content "/etc/netns/$name/hosts" "127.0.0.1 localhost`n10.77.0.2 dynamodb.test`n"
        Set-Content "/etc/netns/$name/resolv.conf" "nameserver 10.77.0.2`noptions timeout:1 attempts:1"
    }
    Invoke-Checked ip link add ddb0 netns $server type veth peer name ddb0 netns $client
    foreach ($address in '10.77.0.2/24', '10.77.0.3/24') { Invoke-Checked ip -n $server addr add $address dev ddb0 }
    Invoke-Checked ip -n $client addr add 10.77.0.1/24 dev ddb0
    Invoke-Checked ip -n $server addr add fd77::2/64 dev ddb0 nodad
    Invoke-Checked ip -n $client addr add fd77::1/64 dev ddb0 nodad
    foreach ($name in $server, $client) { Invoke-Checked ip -n $name link set ddb0 up }

    Start-OnServer 'node', "$env:DDBBATCH_DYNALITE/node_modules/dynalite/cli.js", '--host', '::', '--port', '8000', '--createTableMs', '0'
    Wait-ForPort 8000
}

AfterAll {
    foreach ($process in $started) { if (-not $process.HasExited) { $process.Kill($true) } }
    foreach ($name in $server, $client) {
        ip netns del $name
        Remove-Item "/etc/netns/$name" -Recurse -ErrorAction Ignore
    }
}

Describe 'A load over a network' {
    BeforeEach {
        $table = "T$([guid]::NewGuid().ToString('n'))"
        New-ServerTable
    }
    AfterEach {
        foreach ($name in $server, $client) {
            ip netns exec $name nft flush ruleset
            tc -n $name qdisc del dev ddb0 root 2>$null
            ip -n $name link set ddb0 up
        }
        # A link that goes down loses its IPv6 addresses.
        Invoke-Checked ip -n $client addr replace fd77::1/64 dev ddb0 nodad
        Set-Content "/etc/netns/$client/hosts" "127.0.0.1 localhost`n10.77.0.2 dynamodb.test`n"
    }

    It 'writes everything if nothing is wrong' {
        (Invoke-OnClient (Get-Load)).Output | Should -Match '(^|\n)True 2000$'
        Get-Count | Should -Be 2000
    }

    It 'writes everything if one packet in twenty is lost, in both directions' {
        foreach ($name in $server, $client) {
            Invoke-Checked ip netns exec $name nft 'add table inet lossy; add chain inet lossy in { type filter hook input priority 0; }; add rule inet lossy in iifname "ddb0" numgen random mod 100 < 5 drop'
        }
        $result = Invoke-OnClient (Get-Load)
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
    }

    It 'writes everything over a line of 4 Mbit/s' {
        Invoke-Checked tc -n $client qdisc add dev ddb0 root tbf rate 4mbit burst 32kbit latency 400ms
        $result = Invoke-OnClient "`$summary = 1..40 | ForEach-Object { @{ Id = `$_; Text = 'x' * 300000 } } | Write-DdbBatch @to -EndpointUrl $http -KeyName Id:N -Summary`n`"`$(`$summary.Succeeded) `$(`$summary.Written)`""
        $result.Output | Should -Match '(^|\n)True 40$' -Because $result.Errors
        Get-Count | Should -Be 40
    }

    It 'writes everything if packets are late and overtake each other' {
        # A second line between the hosts: not every kernel has netem.
        $left, $right = "ddbl$PID", "ddbr$PID"
        $start = [System.Diagnostics.ProcessStartInfo]::new('pwsh', @('-NoProfile', '-Command', @"
Add-Type -Path '$PSScriptRoot/LateLine.cs'
`$line = [LateLine]::new('$left', '$right', 1)
'ready'
`$null = [Console]::In.ReadLine()
`$line.Counts.Item1, `$line.Counts.Item2
"@))
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $line = [System.Diagnostics.Process]::Start($start)
        $started.Add($line)
        $line.StandardOutput.ReadLine() | Should -Be 'ready'
        foreach ($end in @{ Host = $client; Device = $left; Address = '10.78.0.1' }, @{ Host = $server; Device = $right; Address = '10.78.0.2' }) {
            Invoke-Checked ip link set $end.Device netns $end.Host
            Invoke-Checked ip -n $end.Host addr add "$($end.Address)/24" dev $end.Device
            Invoke-Checked ip -n $end.Host link set $end.Device up
        }

        $result = Invoke-OnClient (Get-Load 'http://10.78.0.2:8000')

        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
        $line.StandardInput.WriteLine()
        [int] $packets, [int] $overtakings = $line.StandardOutput.ReadToEnd().Trim() -split '\s+'
        $packets | Should -BeGreaterThan 200
        $overtakings | Should -BeGreaterThan ($packets / 20)
    }

    It 'writes everything if the line is down for 15 seconds' {
        $run = Start-OnClient (Get-Load -Pause 300)
        while ((Get-Count) -lt 300) { Start-Sleep -Milliseconds 200 }
        Invoke-Checked ip -n $client link set ddb0 down
        Start-Sleep -Seconds 15
        Invoke-Checked ip -n $client link set ddb0 up
        $result = Wait-OnClient $run
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
    }

    It 'writes everything if all connections are reset' {
        $run = Start-OnClient (Get-Load -Pause 300)
        while ((Get-Count) -lt 300) { Start-Sleep -Milliseconds 200 }
        Invoke-Checked ip netns exec $server nft 'add table inet cutoff; add chain inet cutoff in { type filter hook input priority 0; }; add rule inet cutoff in iifname "ddb0" tcp dport 8000 reject with tcp reset'
        Start-Sleep -Seconds 3
        Invoke-Checked ip netns exec $server nft flush ruleset
        $result = Wait-OnClient $run
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
    }

    It 'follows a name that gets another address' {
        $run = Start-OnClient (Get-Load 'http://dynamodb.test:8000' -Pause 300)
        while ((Get-Count) -lt 300) { Start-Sleep -Milliseconds 200 }
        Set-Content "/etc/netns/$client/hosts" "127.0.0.1 localhost`n10.77.0.3 dynamodb.test`n"
        # The old address does not answer any more, as a server that was taken away.
        Invoke-Checked ip netns exec $server nft 'add table inet gone; add chain inet gone in { type filter hook input priority 0; }; add rule inet gone in ip daddr 10.77.0.2 drop'
        $result = Wait-OnClient $run
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
    }

    It 'names the host if its name is unknown' {
        $result = Invoke-OnClient "try { @{ Id = 1 } | Write-DdbBatch @to -KeyName Id:N -EndpointUrl http://nowhere.test:8000 -RetryTimeoutSec 1 } catch { `"`$_`" }"
        $result.Output | Should -Match 'nowhere\.test'
    }

    It 'uses IPv6 if there is nothing else: <_>' -ForEach 'http://[fd77::2]:8000', 'http://dynamodb.test:8000' {
        Set-Content "/etc/netns/$client/hosts" "::1 localhost`nfd77::2 dynamodb.test`n"
        Invoke-Checked ip -n $client addr del 10.77.0.1/24 dev ddb0
        try { $result = Invoke-OnClient (Get-Load $_) }
        finally { Invoke-Checked ip -n $client addr add 10.77.0.1/24 dev ddb0 }
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
    }

    It 'writes everything if idle connections are <Case> after 5 seconds' -ForEach @(
        @{ Case = 'closed'; Port = 8001; Cut = 'socket.destroy(); to.destroy()' }
        @{ Case = 'forgotten'; Port = 8002; Cut = 'socket.removeAllListeners("data"); to.removeAllListeners("data"); socket.resume(); to.resume()' }
    ) {
        Start-OnServer 'node', '-e', @"
"require('net').createServer(socket => { const to = require('net').connect(8000, '127.0.0.1'); let timer; const touch = () => { clearTimeout(timer); timer = setTimeout(() => { $($Cut.Replace('"', "'")) }, 5000); }; const pass = (from, other) => from.on('data', bytes => { touch(); other.write(bytes); }).on('error', () => other.destroy()).on('close', () => other.destroy()); touch(); pass(socket, to); pass(to, socket); }).listen($Port)"
"@
        Wait-ForPort $Port
        $result = Invoke-OnClient (Get-Load "http://10.77.0.2:$Port" -Items 200 -Pause 7000)
        $result.Output | Should -Match '(^|\n)True 200$' -Because $result.Errors
        Get-Count | Should -Be 200
    }
}

Describe 'A proxy' {
    BeforeAll {
        Set-Content "$TestDrive/tinyproxy.conf" "Port 8888`nListen 10.77.0.2`nTimeout 600`nBasicAuth user password`nAllow 10.77.0.0/24`nConnectPort 8443`nDisableViaHeader Yes`nLogLevel Error"
        Start-OnServer 'tinyproxy', '-d', '-c', "$TestDrive/tinyproxy.conf"
        Wait-ForPort 8888
    }
    BeforeEach {
        $table = "T$([guid]::NewGuid().ToString('n'))"
        New-ServerTable
    }

    It 'with authentication is used' {
        $result = Invoke-OnClient (Get-Load) @{ HTTP_PROXY = 'http://user:password@10.77.0.2:8888' }
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
    }

    It 'that wants a password is named, without the password that was wrong: <_>' -ForEach 'http://10.77.0.2:8888', 'http://user:Wr0ngSecret@10.77.0.2:8888' {
        $result = Invoke-OnClient "try { @{ Id = 1 } | Write-DdbBatch @to -KeyName Id:N -EndpointUrl $http -RetryTimeoutSec 1 } catch { `"`$_`" }" @{ http_proxy = $_ }
        # Some proxies cut a request off before their answer can be read.
        $result.Output | Should -Match '407|ConnectionReset'
        $result.Output | Should -Match 'proxy http://10\.77\.0\.2:8888 \(http_proxy\)'
        "$($result.Output)$($result.Errors)" | Should -Not -Match 'Wr0ngSecret'
        Get-Count | Should -Be 0
    }

    It 'that is not there is named' {
        $result = Invoke-OnClient "try { @{ Id = 1 } | Write-DdbBatch @to -KeyName Id:N -EndpointUrl $http -RetryTimeoutSec 1 } catch { `"`$_`" }" @{ http_proxy = 'http://10.77.0.2:9' }
        $result.Output | Should -Match 'proxy http://10\.77\.0\.2:9 \(http_proxy\)'
    }

    It 'is not used for what NO_PROXY names' {
        $result = Invoke-OnClient (Get-Load) @{ http_proxy = 'http://10.77.0.2:9'; no_proxy = '10.77.0.2' }
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
    }
}

Describe 'TLS with a certificate authority of one''s own' {
    BeforeAll {
        Push-Location $TestDrive
        try {
            Invoke-Checked openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -subj '/CN=Our CA' -days 2 2>$null
            Invoke-Checked openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr -subj '/CN=dynamodb.test' 2>$null
            Set-Content san.txt 'subjectAltName=DNS:dynamodb.test'
            Invoke-Checked openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile san.txt 2>$null
        }
        finally { Pop-Location }
        Start-OnServer 'node', '-e', """const fs = require('fs'); require('tls').createServer({ key: fs.readFileSync('$TestDrive/server.key'), cert: fs.readFileSync('$TestDrive/server.pem') }, socket => { const to = require('net').connect(8000, '127.0.0.1'); socket.pipe(to).pipe(socket); for (const end of [socket, to]) end.on('error', () => { socket.destroy(); to.destroy(); }); }).on('tlsClientError', () => {}).listen(8443)"""
        Wait-ForPort 8443
        $https = 'https://dynamodb.test:8443'
        $table = 'Tls'
        New-ServerTable
    }

    It 'that is not trusted is refused, and named' {
        $result = Invoke-OnClient "try { @{ Id = 1 } | Write-DdbBatch @to -KeyName Id:N -EndpointUrl $https -RetryTimeoutSec 10 } catch { `"`$_`" }"
        $result.Output | Should -Match 'TlsFailed: .*certificate'
        Get-Count | Should -Be 0
    }

    It 'that is trusted (SSL_CERT_FILE) is accepted' {
        $result = Invoke-OnClient (Get-Load $https) @{ SSL_CERT_FILE = "$TestDrive/ca.pem" }
        $result.Output | Should -Match '(^|\n)True 2000$' -Because $result.Errors
        Get-Count | Should -Be 2000
    }

    It 'is checked for the name' {
        $result = Invoke-OnClient "try { @{ Id = 1 } | Write-DdbBatch @to -KeyName Id:N -EndpointUrl https://10.77.0.2:8443 -RetryTimeoutSec 10 } catch { `"`$_`" }" @{ SSL_CERT_FILE = "$TestDrive/ca.pem" }
        $result.Output | Should -Match 'TlsFailed: .*certificate'
    }
}
