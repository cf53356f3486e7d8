using System;
using DdbBatch.Benchmarks.Reading;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The contenders that are .NET, by the names that processes call them.</summary>
internal static class ContenderCatalog
{
    public static IContender Create(string name, ContenderOptions options) => name switch
    {
        "engine-direct" => new EngineContender(options, TransportKind.Direct),
        "engine-10-tables" => new EngineContender(options, TransportKind.Direct, tables: 10),
        "engine-100-tables" => new EngineContender(options, TransportKind.Direct, tables: 100),
        "engine-repeated-keys" => new EngineContender(options, TransportKind.Direct, repeatEvery: 10),
        "engine-sdk" => new EngineContender(options, TransportKind.Sdk),
        "engine-merge" => new EngineContender(options, TransportKind.Direct, kind: WriteKind.Merge),
        "engine-insert" => new EngineContender(options, TransportKind.Direct, kind: WriteKind.Insert),
        "engine-insert-alone" => new EngineContender(options, TransportKind.Direct, kind: WriteKind.InsertAlone),
        "bare-merge" => new TransportContender(options, TransportKind.Direct, WriteKind.Merge),
        "sdk-merge" => new SdkUpdateContender(options),
        "sdk-insert" => new SdkInsertContender(options),
        "bare-direct" => new TransportContender(options, TransportKind.Direct),
        "bare-sdk" => new TransportContender(options, TransportKind.Sdk),
        "command-direct" => new CommandContender(options, TransportKind.Direct),
        "command-sdk" => new CommandContender(options, TransportKind.Sdk),
        "sdk" => new SdkContender(options, buildsValues: false),
        "sdk-building" => new SdkContender(options, buildsValues: true),
        "document" => new DocumentContender(options),
        "http" => new HttpContender(options),
        "read" => new ReadCommandContender(options, Music.Table, "Read-DdbTable @parameters -SummaryVariable s | Out-Null; $s.Items"),
        "read-property" => new ReadCommandContender(
            options, Music.Table, "Read-DdbTable @parameters -SummaryVariable s | ForEach-Object Year | Out-Null; $s.Items"),
        "sdk-scan" => new SdkScanContender(options),
        "copy" => new ReadCommandContender(options, Music.Table, "(Copy-DdbTable @parameters @destination -Destination MusicCopy -Summary).Written"),
        "read-write" => new ReadCommandContender(
            options, Music.Table, "(Read-DdbTable @parameters | Write-DdbBatch -Table MusicCopy -EndpointUrl $destination.DestinationEndpointUrl -ThrottleLimit $parameters.ThrottleLimit -Summary).Written"),
        "get" => new ReadCommandContender(options, Numbered.Table, "$keys | Get-DdbBatch @parameters -SummaryVariable s | Out-Null; $s.Found"),
        "sdk-get" => new SdkGetContender(options),
        _ => throw new ArgumentException($"There is no contender '{name}'.", nameof(name)),
    };
}
