using System.Net;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.TestKit.Http;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>Networks between this machine and DynamoDB, as far as loopback has them (see also tests/Network).</summary>
public sealed class NetworkTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_endpoint_with_an_IPv6_address_is_reached(TransportKind kind)
    {
        TcpRelay relay = Own(new TcpRelay(Server.Endpoint, IPAddress.IPv6Loopback));

        Assert.IsType<CallAnswer.Success>(await Connect(kind, relay.Endpoint).SendAsync(Puts(25), Cancellation));

        Assert.Equal((25, 1), (await CountAsync(), relay.Connections));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Nothing_is_lost_if_a_firewall_cuts_idle_connections(TransportKind kind)
    {
        TcpRelay relay = Own(new TcpRelay(Server.Endpoint, IPAddress.Loopback));
        IWriteCalls transport = Connect(kind, relay.Endpoint);
        Assert.IsType<CallAnswer.Success>(await transport.SendAsync(Puts(1), Cancellation));

        for (int cut = 1; cut <= 5; cut++)
        {
            relay.Cut();
            CallAnswer answer = await transport.SendAsync(Puts(25), Cancellation);
            // The client may notice before or after it has sent the request; neither is an answer of DynamoDB.
            if (answer is not CallAnswer.Success)
                Assert.Equal(ErrorClass.Ambiguous, ErrorClassifier.Classify(Assert.IsType<CallAnswer.NoAnswer>(answer), false, 1));
            Assert.IsType<CallAnswer.Success>(await transport.SendAsync(Puts(25), Cancellation));
        }

        Assert.Equal(25, await CountAsync());
    }
}
