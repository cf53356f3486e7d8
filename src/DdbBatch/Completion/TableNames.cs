using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Aws;
using DdbBatch.Transport;

namespace DdbBatch.Completion;

/// <summary>The existing tables, cached for some seconds, because each Tab at a prompt requests them.</summary>
internal sealed class TableNames
{
    public static readonly TableNames Shared = new();

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Listing> _listings = new();

    /// <summary>Returns the names; none if they do not arrive in time. In that case the next call returns them.</summary>
    public IReadOnlyList<string> Get(ConnectionOptions options, TimeSpan patience)
    {
        Listing listing = _listings.AddOrUpdate(
            Key(options), _ => new Listing(options), (_, known) => known.Age > Lifetime ? new Listing(options) : known);
        return listing.Names.Wait(patience) ? listing.Names.Result : [];
    }

    private static string Key(ConnectionOptions options)
    {
        object?[] parts =
        [
            options.Region, options.EndpointUrl, options.ProfileName, options.ProfileLocation, options.AccessKey,
            options.Session.Region, Identity(options.Credential), Identity(options.Session.Credentials),
            Environment.GetEnvironmentVariable("AWS_PROFILE"), Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"),
        ];
        return string.Join("|", parts);
    }

    private static int? Identity(object? credentials) =>
        credentials is null ? null : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(credentials);

    private sealed class Listing
    {
        private readonly Stopwatch _age = Stopwatch.StartNew();
        private readonly Lazy<Task<IReadOnlyList<string>>> _names;

        public Listing(ConnectionOptions options) => _names = new(() => Task.Run(() => ListAsync(options)));

        public TimeSpan Age => _age.Elapsed;

        public Task<IReadOnlyList<string>> Names => _names.Value;

        private static async Task<IReadOnlyList<string>> ListAsync(ConnectionOptions options)
        {
            using CancellationTokenSource giveUp = new(Lifetime);
            using DynamoDBClient client = ClientFactory.Create(options).Client;
            List<string> names = [];
            string? last = null;
            do
            {
                ListTablesResponse page =
                    await client.ListTablesAsync(new ListTablesRequest { ExclusiveStartTableName = last }, giveUp.Token)
                        .ConfigureAwait(false);
                names.AddRange(page.TableNames ?? []);
                last = page.LastEvaluatedTableName;
            }
            while (last is { Length: > 0 });

            return names;
        }
    }
}
