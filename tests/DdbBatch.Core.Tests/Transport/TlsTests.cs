using System.Net.Http;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.TestKit.Http;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Transport;

public sealed class TlsTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_certificate_that_the_system_does_not_trust_is_refused(TransportKind kind)
    {
        TlsTerminator tls = Own(new TlsTerminator(Server.Endpoint));

        CallAnswer answer = await Connect(kind, tls.Endpoint).SendAsync(Puts(1), Cancellation);

        Assert.Equal(("TlsFailed", false), Assert.IsType<CallAnswer.NoAnswer>(answer) is var none ? (none.Code, none.WasSent) : default);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Items_go_over_https(TransportKind kind)
    {
        TlsTerminator tls = Own(new TlsTerminator(Server.Endpoint));
        DynamoDBClient client = Client(tls.Endpoint);
        // As a system does that has the certificate among those it trusts.
        ((SocketsHttpHandler)client.Handler).SslOptions.RemoteCertificateValidationCallback =
            (_, shown, _, _) => shown is not null && shown.GetCertHashString() == tls.Certificate.GetCertHashString();

        CallAnswer answer = await Connect(kind, client).SendAsync(Puts(25, jsonBytes: 4000), Cancellation);

        Assert.IsType<CallAnswer.Success>(answer);
        Assert.Equal(25, await CountAsync());
    }
}
