using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>Something that goes wrong with one request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Nothing goes wrong.</summary>
    public static Fault None { get; } = new PassThrough();

    internal abstract Task ApplyAsync(FaultyExchange exchange);

    /// <summary>The request is passed on, and its answer passed back.</summary>
    public sealed record PassThrough : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) =>
            await exchange.AnswerAsync(await exchange.ForwardAsync());
    }

    /// <summary>The request is passed on, and its answer passed back with a text in it replaced.</summary>
    /// <param name="Old">The text.</param>
    /// <param name="New">What stands for it.</param>
    public sealed record EditAnswer(string Old, string New) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            DynamoDbAnswer answer = await exchange.ForwardToDynamoDbAsync();
            string text = Encoding.UTF8.GetString(answer.Body.Span).Replace(Old, New, StringComparison.Ordinal);
            await exchange.AnswerAsync(new DynamoDbAnswer(answer.Status, Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>Part of a BatchWriteItem isn't written and comes back as UnprocessedItems.</summary>
    /// <param name="Share">How much of it, 0 to 1.</param>
    public sealed record SubsetUnprocessed(double Share) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) =>
            await exchange.AnswerAsync(await UnprocessedSubset.Choose(exchange.Request, Share).AnswerAsync(exchange));
    }

    /// <summary>Part of the keys of a BatchGetItem for one table is not read and comes back as UnprocessedKeys.</summary>
    /// <param name="Share">The part, 0 to 1.</param>
    public sealed record KeysUnprocessed(double Share) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) =>
            await exchange.AnswerAsync(await UnprocessedKeys.Choose(exchange.Request, Share).AnswerAsync(exchange));
    }

    /// <summary>Part of the statements of a BatchExecuteStatement fails: each has an error in the answer, which is a 200.</summary>
    /// <param name="Share">The part, 0 to 1.</param>
    /// <param name="Code">The error's code, as <c>ThrottlingError</c>.</param>
    /// <param name="Message">Its message.</param>
    public sealed record StatementsFailed(
        double Share,
        string Code = "ProvisionedThroughputExceeded",
        string Message = "The level of configured provisioned throughput for the table was exceeded.") : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) =>
            await exchange.AnswerAsync(await FailedStatements.Choose(exchange.Request, this).AnswerAsync(exchange));
    }

    /// <summary>DynamoDB reports an exception; nothing is written.</summary>
    /// <param name="Status">The HTTP status code.</param>
    /// <param name="Type">The exception, as <c>ProvisionedThroughputExceededException</c>.</param>
    /// <param name="Message">Its message.</param>
    /// <param name="Reasons">Why DynamoDB throttled.</param>
    public sealed record Error(
        int Status, string Type, string Message, params IReadOnlyCollection<ThrottlingReason> Reasons) : Fault
    {
        /// <summary>How long DynamoDB asks to wait.</summary>
        public TimeSpan? RetryAfter { get; init; }

        internal override async Task ApplyAsync(FaultyExchange exchange) => await exchange.AnswerAsync(
            DynamoDbAnswer.Error(Status, Type, Message, Reasons) with { RetryAfter = RetryAfter });
    }

    /// <summary>
    /// The server's clock isn't this machine's: a request that isn't signed by its time is refused, any other passed on.
    /// </summary>
    /// <param name="Ahead">By how much it is ahead.</param>
    public sealed record ServerClock(TimeSpan Ahead) : Fault
    {
        private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
        private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow + Ahead;
            DateTimeOffset signed = DateTimeOffset.ParseExact(
                exchange.Request.Http.Header("X-Amz-Date") ?? "", TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            DynamoDbAnswer answer = (now - signed).Duration() > LargestSkew
                ? DynamoDbAnswer.Error(400, "InvalidSignatureException", Refusal(signed, now))
                : await exchange.ForwardToDynamoDbAsync();
            await exchange.AnswerAsync(answer with { Date = now });
        }

        private static string Refusal(DateTimeOffset signed, DateTimeOffset now) => signed < now
            ? string.Create(CultureInfo.InvariantCulture, $"Signature expired: {signed:yyyyMMdd'T'HHmmss'Z'} is now earlier than {now - LargestSkew:yyyyMMdd'T'HHmmss'Z'}")
            : string.Create(CultureInfo.InvariantCulture, $"Signature not yet current: {signed:yyyyMMdd'T'HHmmss'Z'} is still later than {now + LargestSkew:yyyyMMdd'T'HHmmss'Z'}");
    }

    /// <summary>Something in front of DynamoDB answers, in words of its own; nothing is written.</summary>
    /// <param name="Status">The HTTP status code.</param>
    /// <param name="Body">The body, which is HTML or empty.</param>
    public sealed record NotFromDynamoDb(int Status, string Body) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) => await exchange.AnswerAsync(
            new PlainAnswer(Status, Encoding.UTF8.GetBytes(Body), "Server: gateway", "Content-Type: text/html"));
    }

    /// <summary>An answer is made up, to the last header; nothing is written.</summary>
    /// <param name="Made">The answer.</param>
    public sealed record MadeUp(HttpAnswer Made) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) => await exchange.AnswerAsync(Made);
    }

    /// <summary>S3 reports an error; nothing is written.</summary>
    /// <param name="Status">The HTTP status code.</param>
    /// <param name="Code">The error's code, as <c>SlowDown</c>.</param>
    /// <param name="Message">Its message.</param>
    public sealed record S3Error(int Status, string Code, string Message) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) =>
            await exchange.AnswerAsync(S3Answer.Error(Status, Code, Message));
    }

    /// <summary>S3 says that the bucket is in another region.</summary>
    /// <param name="Region">The region.</param>
    public sealed record S3OtherRegion(string Region) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange) => await exchange.AnswerAsync(S3Answer.Error(
            301,
            "PermanentRedirect",
            "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
            ("x-amz-bucket-region", Region)));
    }

    /// <summary>The connection is reset; nothing is written.</summary>
    public sealed record ResetBefore : Fault
    {
        internal override Task ApplyAsync(FaultyExchange exchange)
        {
            exchange.Connection.Reset();
            return Task.CompletedTask;
        }
    }

    /// <summary>Everything is written, then the connection is reset.</summary>
    public sealed record ResetAfter : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            await exchange.ForwardAsync();
            exchange.Connection.Reset();
        }
    }

    /// <summary>The connection is reset, and everything is written later.</summary>
    /// <param name="Until">When it is written.</param>
    public sealed record LateEffect(Task Until) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            exchange.Connection.Reset();
            await Until.WaitAsync(exchange.Cancellation);
            await exchange.ForwardAsync();
        }
    }

    /// <summary>The answer never comes.</summary>
    /// <param name="TakesEffect">Whether everything is written nevertheless.</param>
    public sealed record Stall(bool TakesEffect) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            if (TakesEffect)
                await exchange.ForwardAsync();
            await exchange.Connection.WaitForCloseAsync(exchange.Cancellation);
        }
    }

    /// <summary>Everything is written, but the connection ends in the middle of the answer's body.</summary>
    public sealed record HalfAnswer : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            HttpAnswer answer = await exchange.ForwardAsync();
            await exchange.SendAsync(answer.ToBytes().AsMemory(..^((answer.Body.Length + 1) / 2)));
            exchange.Connection.Dispose();
        }
    }

    /// <summary>Everything is written, but the answer's checksum doesn't fit its body.</summary>
    public sealed record WrongCrc : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            DynamoDbAnswer answer = await exchange.ForwardToDynamoDbAsync();
            await exchange.AnswerAsync(answer with { Checksum = ~answer.Checksum });
        }
    }

    /// <summary>Everything is written, and the answer comes whole, but slowly.</summary>
    /// <param name="Pause">The time between two pieces.</param>
    /// <param name="PieceBytes">How long a piece is.</param>
    public sealed record SlowDrip(TimeSpan Pause, int PieceBytes = 1) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            ReadOnlyMemory<byte> answer = (await exchange.ForwardAsync()).ToBytes();
            for (; answer.Length > PieceBytes; answer = answer[PieceBytes..])
            {
                await exchange.SendAsync(answer[..PieceBytes]);
                await Task.Delay(Pause, exchange.Cancellation);
            }

            await exchange.SendAsync(answer);
        }
    }

    /// <summary>All connections are reset and new ones refused for a while; nothing is written.</summary>
    /// <param name="Duration">How long.</param>
    public sealed record RefuseConnections(TimeSpan Duration) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            exchange.Server.StopListening();
            await Task.Delay(Duration, exchange.Cancellation);
            exchange.Server.StartListening();
        }
    }

    /// <summary>The request waits before another fault (or none) befalls it.</summary>
    /// <param name="Until">What it waits for.</param>
    /// <param name="Then">What happens then.</param>
    public sealed record Hold(Task Until, Fault Then) : Fault
    {
        internal override async Task ApplyAsync(FaultyExchange exchange)
        {
            await Until.WaitAsync(exchange.Cancellation);
            await Then.ApplyAsync(exchange);
        }
    }
}
