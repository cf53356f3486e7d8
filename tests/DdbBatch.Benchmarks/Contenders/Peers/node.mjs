// The AWS SDK for JavaScript v3: BatchWriteItemCommand, so many at a time. Arguments: ENDPOINT IN_FLIGHT ITEMS PACKAGES
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [endpoint, inFlight, file, packages] = process.argv.slice(2);
const { DynamoDBClient, BatchWriteItemCommand } = createRequire(packages + '/')('@aws-sdk/client-dynamodb');
const items = readFileSync(file, 'utf8').trimEnd().split('\n').map(line => JSON.parse(line));
const client = new DynamoDBClient({
    endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
let next = 0;

async function work(end) {
    let written = 0;
    while (performance.now() < end) {
        const writes = [];
        for (let i = 0; i < 25; i++, next = (next + 1) % items.length)
            writes.push({ PutRequest: { Item: items[next] } });
        const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { Music0: writes } }));
        if (Object.keys(answer.UnprocessedItems ?? {}).length > 0)
            throw new Error('Not all was written.');
        written += writes.length;
    }
    return written;
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
    const cpu = process.cpuUsage(), start = performance.now();
    const workers = Array.from({ length: Number(inFlight) }, () => work(start + 1000 * Number(line)));
    const written = (await Promise.all(workers)).reduce((sum, count) => sum + count);
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify({
        items: written, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6, bytes: null,
    }));
}
