// An S3 server that holds its objects in memory. Arguments: the port to listen on.
import { buildApp } from 'fauxqs';
import { S3Store } from './node_modules/fauxqs/dist/s3/s3Store.js';

const region = 'us-east-1';
const s3Store = new S3Store();
const app = buildApp({ logger: false, stores: { s3Store } });

// As large as S3's own parts; the package stops at 11 MiB.
app.removeContentTypeParser('*');
app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 5 * 2 ** 30 }, (_request, body, done) => done(null, body));

const escape = text => text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
const xml = (reply, status, root) =>
  reply.status(status).header('content-type', 'application/xml').send(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);

function listMultipartUploads(bucket, prefix) {
  const uploads = [...s3Store.multipartUploads.values()]
    .filter(upload => upload.bucket === bucket && upload.key.startsWith(prefix))
    .map(upload => `<Upload><Key>${escape(upload.key)}</Key><UploadId>${upload.uploadId}</UploadId>` +
      `<Initiated>${upload.initiated.toISOString()}</Initiated></Upload>`);
  return `<ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Bucket>${escape(bucket)}</Bucket>` +
    `<Prefix>${escape(prefix)}</Prefix><IsTruncated>false</IsTruncated>${uploads.join('')}</ListMultipartUploadsResult>`;
}

// What the package lacks: the uploads begun and not ended, and where a bucket is.
app.addHook('onRequest', async (request, reply) => {
  reply.header('x-amz-bucket-region', region);
  const [path] = request.raw.url.split('?');
  const bucket = decodeURIComponent(path.split('/')[1] ?? '');
  const isBucket = request.method === 'GET' && /^\/[^/]+\/?$/.test(path);
  if (!isBucket || !('uploads' in request.query || 'location' in request.query))
    return;
  if (!s3Store.hasBucket(bucket))
    return xml(reply, 404, '<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>');
  return 'uploads' in request.query
    ? xml(reply, 200, listMultipartUploads(bucket, request.query.prefix ?? ''))
    : xml(reply, 200, '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'); // us-east-1 has no name here
});

await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
